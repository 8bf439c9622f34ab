using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Opens a case where our books and a venue differ, keeps its documents, and closes it: by itself when the two agree again, or
/// by a person who explains it. An explanation holds for as long as the difference is the one that was explained.
/// </summary>
internal sealed class CaseDesk(EngineState state)
{
    /// <summary>How far an explained difference may move and be the same; a venue rounds, our books do not.</summary>
    private const decimal SameDifference = 0.01m;

    /// <summary>A statement, a listing or a message shows this.</summary>
    /// <param name="ours">What our books say.</param>
    /// <param name="theirs">What the venue says.</param>
    /// <param name="difference">Theirs minus ours where it is a number.</param>
    /// <returns>The case that has been opened now; null when it is known or explained.</returns>
    public ReconciliationCase? Differs(CaseMatter matter, string ours, string theirs, decimal? difference = null)
    {
        if (state.Cases.OpenOn(matter) is { } known)
        {
            if (known.Ours != ours || known.Theirs != theirs)
            {
                Change(known with { Ours = ours, Theirs = theirs, Difference = difference });
            }

            return null;
        }

        if (state.Cases.ExplainedOn(matter) is { } explained)
        {
            if (IsSame(explained, difference, theirs))
            {
                return null;
            }

            Change(explained with { IsExplained = false });
        }

        var opened = new ReconciliationCase
        {
            Id = state.Cases.NextId,
            Matter = matter,
            Ours = ours,
            Theirs = theirs,
            Difference = difference,
            OpenedAt = state.At,
        };
        Change(opened);
        return opened;
    }

    /// <summary>The same, and people are told in the usual words.</summary>
    public void DiffersLoudly(CaseMatter matter, string ours, string theirs, decimal? difference = null)
    {
        if (Differs(matter, ours, theirs, difference) is not { } opened)
        {
            return;
        }

        bool stopsVenue = state.Cases.StopsVenue(matter);
        state.Alert(AlertSeverity.Critical, "reconciliation_case",
            $"Case {opened.Id}, {matter.Venue}: {opened}. Nothing opens on {(stopsVenue ? "this venue" : matter.Instrument!.Value.ToString())} until the two agree or somebody resolves the case.",
            $"Случай {opened.Id}, {matter.Venue}: расхождение ({opened}). Новые пары на {(stopsVenue ? "этой бирже" : matter.Instrument!.Value.ToString())} не открываются, пока оно не устранено или случай не закрыт оператором.");
    }

    /// <summary>A difference that people have explained, and of this size.</summary>
    public bool IsExplained(CaseMatter matter, decimal? difference) =>
        state.Cases.OpenOn(matter) is null && state.Cases.ExplainedOn(matter) is { } explained && IsSame(explained, difference, explained.Theirs);

    /// <summary>The two agree on this: its case is resolved, its explanation is over.</summary>
    /// <param name="how">For people: what showed it.</param>
    public void Agrees(CaseMatter matter, string how)
    {
        if (state.Cases.OpenOn(matter) is { } open)
        {
            Resolve(open, ReconciliationCase.System, how, isExplained: false, cash: 0m);
        }
        else if (state.Cases.ExplainedOn(matter) is { } explained)
        {
            Change(explained with { IsExplained = false });
        }
    }

    /// <summary>A person looks after it from now on.</summary>
    public void OnTaken(CaseTaken taken)
    {
        if (state.Cases.Find(taken.Case) is not { } open)
        {
            state.Refuse(taken, NotOpen(taken.Case));
        }
        else if (open.Owner != taken.Actor)
        {
            Change(open with { Owner = taken.Actor });
            Journal("case.taken", open, taken, "");
        }
    }

    /// <summary>A person says what it was. What is still so stays explained until it changes.</summary>
    /// <param name="cash">What the explained position has paid for itself and our cash lacks, quote units.</param>
    public void OnResolved(CaseResolved resolved, decimal cash)
    {
        if (state.Cases.Find(resolved.Case) is not { } open)
        {
            state.Refuse(resolved, NotOpen(resolved.Case));
            return;
        }

        ReconciliationCase owned = open.Owner == ReconciliationCase.System ? open with { Owner = resolved.Actor } : open;
        Resolve(owned, resolved.Actor, resolved.Note, isExplained: true, cash);
        Journal("case.resolved", open, resolved, resolved.Note);
    }

    private static bool IsSame(ReconciliationCase explained, decimal? difference, string theirs) => explained.Matter.Kind switch
    {
        CaseKind.Wallet or CaseKind.Balance => Math.Abs((explained.Difference ?? 0m) - (difference ?? 0m)) <= SameDifference,
        CaseKind.Contradiction => explained.Theirs == theirs,
        _ => explained.Difference == difference,
    };

    private void Resolve(ReconciliationCase open, string by, string how, bool isExplained, decimal cash)
    {
        Change(open with
        {
            Status = CaseStatus.Resolved,
            ResolvedBy = by,
            Resolution = how,
            ResolvedAt = state.At,
            IsExplained = isExplained,
            Cash = cash,
        });
        state.Alert(AlertSeverity.Info, "reconciled",
            $"Case {open.Id}, {open.Matter.Venue}: {open.Matter}, resolved by {by}: {how}.",
            $"Случай {open.Id}, {open.Matter.Venue}: {open.Matter}, закрыт, {by}: {how}.");
    }

    private void Change(ReconciliationCase changed)
    {
        state.Cases.Put(changed);
        state.Effects.Add(new CaseChanged(changed));
    }

    private CommandRefusal NotOpen(CaseId id)
    {
        if (!state.Cases.HasBeen(id))
        {
            string open = state.Cases.Open.Count == 0 ? "none" : string.Join(", ", state.Cases.Open.Select(c => c.Id));
            return new CommandRefusal(
                CommandRefusal.CaseNotFound, $"there is no case {id}; open now: {open}", $"случая {id} нет; открыты: {open}");
        }

        string how = state.Cases.FindResolved(id) is { } known
            ? $" by {known.ResolvedBy} at {known.ResolvedAt:yyyy-MM-dd HH:mm:ss} UTC: {known.Resolution}"
            : "";
        return new CommandRefusal(CommandRefusal.CaseResolved, $"case {id} is resolved already{how}", $"случай {id} уже закрыт{how}");
    }

    private void Journal(string type, ReconciliationCase about, OperatorCommand command, string note) =>
        state.Effects.Add(new Journaled(type,
        [
            new("case", about.Id.ToString()), new("matter", about.ToString()), new("venue", about.Matter.Venue.Name),
            new("actor", command.Actor), new("source", command.Channel), new("note", note), new("correlation_id", command.CorrelationId),
        ]));
}
