using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Episodes.Checks;
using PropBot.Ledger;
using PropBot.Ledger.Checks;
using PropBot.Testing.Engine;

namespace PropBot.Host.Tests.Web;

/// <summary>
/// What must hold at any time whatever a test does over HTTP (contract-ops.md, Appendix D, read 2026-11-30): every event that the engine decides on is written to a
/// ledger and held against the rules of <c>propbot ledger-check</c>. Beside them, what only who knows the command can say: a change of the brakes by a person has
/// a line with their name, the way they came and their request.
/// </summary>
internal sealed class InvariantRecord
{
    private readonly InMemoryLedger _journal = new(LedgerProjection.DeskId);
    private readonly List<string> _broken = [];
    private readonly LedgerCheck _check;
    private ControlState _control;
    private long _sequence;
    private long _lastLine;

    /// <param name="known">What the ledger had when the test began.</param>
    public InvariantRecord(LedgerProjection known)
    {
        _control = known.Control;
        _journal.Load();
        Write(EngineHarness.Noon, [.. known.Orders.Values.Select(o => new OrderChanged(o))]);
        _check = new LedgerCheck(known.Control, [.. known.Orders.Values], _lastLine);
    }

    /// <summary>How many changes of the brakes were seen.</summary>
    public int Changes { get; private set; }

    public IReadOnlyList<string> Broken => [.. _check.Violations.Select(v => v.ToString()), .. _broken];

    public void OnDecided(EngineInput input, IReadOnlyList<Effect> effects)
    {
        ControlState before = _control;
        _control = effects.OfType<ControlChanged>().LastOrDefault()?.Control ?? before;
        _check.Read(Write(input.At, effects));
        if (input.Event is not EngineStarted && Of(before) != Of(_control))
        {
            Changes++;
            CheckToldOf(input.Event as OperatorCommand, effects);
        }
    }

    public void AssertKept() => Assert.Empty(Broken);

    /// <returns>The lines that it made of it.</returns>
    private IReadOnlyList<JournalLine> Write(DateTimeOffset at, IReadOnlyList<Effect> effects)
    {
        _journal.Commit(at, ++_sequence, effects);
        IReadOnlyList<JournalLine> lines = _journal.JournalAfter(_lastLine, int.MaxValue);
        _lastLine += lines.Count;
        return lines;
    }

    /// <summary>What people and guards restrict the desk with; counters of the day and of pairs are no such thing.</summary>
    private static (ControlMode, HoldStack, KillLatch?, ScopeStack, LimitOverrides, bool) Of(ControlState control) =>
        (control.Mode, control.Holds, control.Kill, control.Scopes, control.Limits, control.Strategy.Enabled);

    private void CheckToldOf(OperatorCommand? command, IReadOnlyList<Effect> effects)
    {
        if (command is not null && !effects.OfType<Journaled>().Any(l => Who(l) == command.Actor && Value(l, "source") == command.Channel && IsOf(command, Value(l, "correlation_id"))))
        {
            _broken.Add($"{command.GetType().Name} of {command.Actor} changed the brakes to {_control.Mode} {_control.Holds} and no line says that it was theirs");
        }
    }

    /// <summary>Over HTTP there always is one; a kill without gets one of the engine.</summary>
    private static bool IsOf(OperatorCommand command, string? correlation) => correlation is not null && (command.CorrelationId.Length == 0 || correlation == command.CorrelationId);

    /// <summary>Lines of type <c>audit</c> call the actor <c>operator</c>.</summary>
    private static string? Who(Journaled line) => Value(line, "actor") ?? Value(line, "operator");

    private static string? Value(Journaled line, string name) => line.Payload.Where(p => p.Key == name).Select(p => p.Value).FirstOrDefault();
}
