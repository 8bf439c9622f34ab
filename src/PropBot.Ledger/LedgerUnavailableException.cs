namespace PropBot.Ledger;

/// <summary>The ledger cannot be opened, read or written. Says where it is, what is wrong and what to do.</summary>
public class LedgerUnavailableException : Exception
{
    public LedgerUnavailableException(LedgerFault fault, string place, string cause, string whatToDo, Exception? inner = null)
        : base($"ledger {place}: {cause}. {whatToDo}", inner)
    {
        Fault = fault;
        Place = place;
        Cause = cause;
        WhatToDo = whatToDo;
    }

    public LedgerFault Fault { get; }

    /// <summary>The file, or the server and the database.</summary>
    public string Place { get; }

    public string Cause { get; }

    public string WhatToDo { get; }
}
