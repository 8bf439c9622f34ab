using System.Data.Common;
using Npgsql;

namespace PropBot.Ledger.Postgres;

/// <summary>What the server's codes mean for the people who run the desk.</summary>
internal static class PostgresFailures
{
    public static LedgerUnavailableException Explain(string place, DbException failure) => failure is PostgresException told
        ? OfServer(place, told)
        : new LedgerUnavailableException(
            LedgerFault.ServerGone, place, $"the server does not answer ({Innermost(failure).Message})",
            "Check that PostgreSQL runs and can be reached from this machine", failure);

    private static LedgerUnavailableException OfServer(string place, PostgresException told)
    {
        (LedgerFault fault, string cause, string whatToDo) = told.SqlState switch
        {
            PostgresStates.DiskFull => (LedgerFault.DiskFull, "the server's disk is full", "Free some space there; nothing that was written is lost"),
            PostgresStates.ReadOnlyTransaction => (LedgerFault.ReadOnly, "the server takes no writes, it is a standby or set to read only", "Name the primary server, or switch read only off"),
            PostgresStates.IdleTransactionEnded => (LedgerFault.Busy, "the server undid a write in which this process stood still for too long", "See what paused the process or the way to the server"),
            PostgresStates.NoSuchDatabase => (LedgerFault.CannotOpen, "there is no such database", "Create it, or name another one"),
            PostgresStates.NotAllowed => (LedgerFault.CannotOpen, $"this user may not do it ({told.MessageText})", "Make this user the owner of the database"),
            PostgresStates.DataCorrupted or PostgresStates.IndexCorrupted => (LedgerFault.Damaged, $"it is damaged ({told.MessageText})", "Restore the latest backup; positions and orders are then compared with the venues at the start"),
            PostgresStates.QueryCanceled => (LedgerFault.Busy, "the server took too long", "See what keeps it busy, and whether another session holds a lock on the ledger's tables"),
            var state => OfClass(state[..2], told),
        };
        return new LedgerUnavailableException(fault, place, cause, whatToDo, told);
    }

    private static (LedgerFault Fault, string Cause, string WhatToDo) OfClass(string stateClass, PostgresException told) => stateClass switch
    {
        PostgresStates.AuthorizationClass => (LedgerFault.CannotOpen, $"the server lets this user not in ({told.MessageText})", "Check user and password in the ledger's address"),
        PostgresStates.ConnectionClass or PostgresStates.InterventionClass => (LedgerFault.ServerGone, $"the server is going away or coming back ({told.MessageText})", "Check that PostgreSQL runs"),
        PostgresStates.ResourceClass => (LedgerFault.ServerGone, $"the server is short of means ({told.MessageText})", "Give it memory or connections"),
        PostgresStates.RollbackClass => (LedgerFault.Busy, $"another session was in the way ({told.MessageText})", "See which one writes to the ledger's tables"),
        PostgresStates.SystemClass => (LedgerFault.DiskFailed, $"the server's disk failed ({told.MessageText})", "Check the server's disk and log"),
        _ => (LedgerFault.Other, $"{told.MessageText} ({told.SqlState})", "See the cause; nothing of this write was kept"),
    };

    private static Exception Innermost(Exception failure)
    {
        while (failure.InnerException is { } inner)
        {
            failure = inner;
        }

        return failure;
    }
}
