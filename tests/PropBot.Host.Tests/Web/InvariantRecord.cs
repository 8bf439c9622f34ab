using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;

namespace PropBot.Host.Tests.Web;

/// <summary>
/// What must hold at any time whatever a test does over HTTP (contract-ops.md, Appendix D, read 2026-11-30): (a) nothing is opened while the desk is held, (b) what reduces risk is not
/// refused, (c) every change of the brakes has a line with actor, source and correlation id of whoever made it. Watches every event that the engine decides on.
/// </summary>
internal sealed class InvariantRecord(ControlState control)
{
    private static readonly HashSet<string> Brakes = new(StringComparer.Ordinal)
    {
        CommandRefusal.HoldActive, CommandRefusal.SafeMode, CommandRefusal.Killed,
    };

    private readonly List<string> _broken = [];
    private ControlState _control = control;

    /// <summary>How many changes of the brakes were seen.</summary>
    public int Changes { get; private set; }

    public IReadOnlyList<string> Broken => _broken;

    public void OnDecided(EngineInput input, IReadOnlyList<Effect> effects)
    {
        ControlState before = _control;
        foreach (Effect effect in effects)
        {
            switch (effect)
            {
                case ControlChanged changed:
                    _control = changed.Control;
                    break;
                case PlaceOrder { Intent.Purpose: OrderPurpose.Open } place when !_control.MayOpen:
                    _broken.Add($"(a) {place.Intent.ClientOrderId} opens in {_control.Mode}, held by {_control.Holds}");
                    break;
                case Journaled { Type: "command.refused" } refused:
                    CheckRefused(input.Event, refused);
                    break;
            }
        }

        if (input.Event is not EngineStarted && Of(before) != Of(_control))
        {
            Changes++;
            CheckTold(input.Event, effects);
        }
    }

    public void AssertKept() => Assert.Empty(_broken);

    /// <summary>What people and guards restrict the desk with; counters of the day and of pairs are no such thing.</summary>
    private static (ControlMode, HoldStack, KillLatch?, ScopeStack, LimitOverrides, bool) Of(ControlState control) =>
        (control.Mode, control.Holds, control.Kill, control.Scopes, control.Limits, control.Strategy.Enabled);

    /// <summary>An id of something else, or a name of nothing, may be refused; a brake is no reason to.</summary>
    private void CheckRefused(EngineEvent command, Journaled line)
    {
        string code = Value(line, "code") ?? "";
        if (command is HoldRequested or KillRequested || (command is SweepRequested && Brakes.Contains(code)))
        {
            _broken.Add($"(b) {command.GetType().Name} is refused: {code}");
        }
    }

    private void CheckTold(EngineEvent happened, IReadOnlyList<Effect> effects)
    {
        bool isTold = happened is OperatorCommand command
            ? Has(effects, l => Who(l) == command.Actor && Value(l, "source") == command.Channel && IsOf(command, Value(l, "correlation_id")))
            : Has(effects, l => Who(l) is { Length: > 0 } && Value(l, "source") is { Length: > 0 } && Value(l, "correlation_id") is not null);
        if (!isTold)
        {
            _broken.Add($"(c) {happened.GetType().Name} changed the brakes to {_control.Mode} {_control.Holds} and no line says who, by which way and in which request");
        }
    }

    /// <summary>Over HTTP there always is one; a kill without gets one of the engine.</summary>
    private static bool IsOf(OperatorCommand command, string? correlation) => correlation is not null && (command.CorrelationId.Length == 0 || correlation == command.CorrelationId);

    private static bool Has(IReadOnlyList<Effect> effects, Func<Journaled, bool> isIt) => effects.OfType<Journaled>().Any(isIt);

    /// <summary>Lines of type <c>audit</c> call the actor <c>operator</c>.</summary>
    private static string? Who(Journaled line) => Value(line, "actor") ?? Value(line, "operator");

    private static string? Value(Journaled line, string name) => line.Payload.Where(p => p.Key == name).Select(p => p.Value).FirstOrDefault();
}
