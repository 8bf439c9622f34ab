using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Faults;

/// <summary>The venue's own troubles: its door, its clock, its rules, its hand on accounts, the rights of its keys. Used on the loop only.</summary>
internal sealed class VenueMatters(
    VenueFaults faults, SimulatedVenue venue, SessionRegistry sessions, AccountDirectory accounts, Func<ISimulatedProtocol> protocol)
{
    private readonly Dictionary<ActiveFault, InstrumentChange> _undo = [];
    private bool _isInMaintenance;

    /// <summary>Set when the venue listens: opens and closes its port.</summary>
    public Action<bool>? Door { get; set; }

    public void OnTime(DateTimeOffset now)
    {
        foreach (ActiveFault fault in faults.Matters)
        {
            bool shallBe = fault.IsOn(now) && fault.HasSeenEnough(faults.RequestsSeen);
            if (shallBe && !fault.IsInForce && (fault.IsInForce = faults.StrikeMatter(fault, now)))
            {
                Begin(fault, now);
            }
            else if (fault.IsInForce && !shallBe)
            {
                fault.IsInForce = false;
                End(fault, now);
            }

            fault.IsInForce &= fault.Rule.Traits.IsState;
        }

        Maintain(faults.On(FaultKind.Maintenance, now) is not null);
        faults.Sweep(now);
    }

    /// <summary>A venue that goes into maintenance hangs up.</summary>
    private void Maintain(bool isOn)
    {
        if (isOn && !_isInMaintenance)
        {
            sessions.AbortAll();
        }

        _isInMaintenance = isOn;
    }

    private void Begin(ActiveFault fault, DateTimeOffset now)
    {
        switch (fault.Kind)
        {
            case FaultKind.ConnectionsRefused:
                Door?.Invoke(false);
                break;
            case FaultKind.ClockJump or FaultKind.ClockDrift:
                SetClock();
                break;
            case FaultKind.TradingRightWithdrawn or FaultKind.OtherCoinsAsMargin:
                SetAccounts();
                break;
            case FaultKind.ForcedLogout:
                protocol().Logout(now);
                break;
            case FaultKind.ForcedLiquidation:
                ForEachPosition(fault, (account, position) => venue.ForceLiquidation(account, position.Symbol, position.PositionSide, now));
                break;
            case FaultKind.AutoDeleverage:
                ForEachPosition(fault, (account, position) => venue.ForceAutoDeleverage(
                    account, position.Symbol, Math.Abs(position.Quantity) * fault.Rule.EffectiveSize, position.PositionSide, now));
                break;
            case FaultKind.MarginCall:
                CallMargin(now);
                break;
            default:
                Change(fault, now);
                break;
        }
    }

    private void End(ActiveFault fault, DateTimeOffset now)
    {
        switch (fault.Kind)
        {
            case FaultKind.ConnectionsRefused:
                Door?.Invoke(true);
                break;
            case FaultKind.ClockJump or FaultKind.ClockDrift:
                SetClock();
                break;
            case FaultKind.TradingRightWithdrawn or FaultKind.OtherCoinsAsMargin:
                SetAccounts();
                break;
            default:
                if (_undo.Remove(fault, out InstrumentChange? back))
                {
                    venue.ChangeInstrument(fault.Rule.Instrument!.Value, back, now);
                }

                break;
        }
    }

    private void SetAccounts()
    {
        accounts.MayTrade = !IsInForce(FaultKind.TradingRightWithdrawn);
        accounts.CountsOtherCoins = IsInForce(FaultKind.OtherCoinsAsMargin);
    }

    private bool IsInForce(FaultKind kind) => faults.Matters.Any(fault => fault.IsInForce && fault.Kind == kind);

    private void SetClock() => faults.Clock.Set(faults.Matters
        .Where(fault => fault.IsInForce && fault.Kind is FaultKind.ClockJump or FaultKind.ClockDrift)
        .Select(fault => fault.Kind == FaultKind.ClockJump
            ? new ClockError(TimeSpan.FromSeconds((double)fault.Rule.EffectiveSize), 0, fault.Begins)
            : new ClockError(TimeSpan.Zero, (double)fault.Rule.EffectiveSize / 1_000, fault.Begins)));

    private void Change(ActiveFault fault, DateTimeOffset now)
    {
        Symbol symbol = fault.Rule.Instrument!.Value;
        if (!venue.TryGetInstrument(symbol, out InstrumentSetup? setup))
        {
            return;
        }

        Instrument before = setup.Instrument;
        decimal size = fault.Rule.EffectiveSize;
        (InstrumentChange change, InstrumentChange back) = fault.Kind switch
        {
            FaultKind.TickSizeChanged => (
                new InstrumentChange { Tick = before.Tick.Value * size },
                new InstrumentChange { Tick = before.Tick.Value }),
            FaultKind.LotSizeChanged => (
                new InstrumentChange { Lot = before.Lot.Value * size, MinQuantity = before.MinQuantity.Value * size },
                new InstrumentChange { Lot = before.Lot.Value, MinQuantity = before.MinQuantity.Value }),
            FaultKind.FundingIntervalChanged => (
                new InstrumentChange { FundingInterval = TimeSpan.FromHours((double)size) },
                new InstrumentChange { FundingInterval = before.FundingInterval }),
            _ => (
                new InstrumentChange { Status = InstrumentStatus.Delisting, DeliveryTime = fault.Ends ?? now.AddHours(1) },
                new InstrumentChange { Status = before.Status }),
        };
        if (venue.ChangeInstrument(symbol, change, now).IsAccepted)
        {
            _undo[fault] = back;
        }
    }

    private void CallMargin(DateTimeOffset now)
    {
        foreach (string account in venue.Accounts)
        {
            AccountSummary summary = venue.Summary(account);
            protocol().OnAccount(new AccountMutation.MarginCalled(account, MarginScope.Cross, summary.Equity, summary.MaintenanceMargin) { Time = now });
        }
    }

    private void ForEachPosition(ActiveFault fault, Action<string, SimulatedPosition> act)
    {
        foreach (string account in venue.Accounts)
        {
            foreach (PositionStatement statement in venue.Positions(account))
            {
                if (fault.Rule.Instrument is not { } wanted || wanted == statement.Position.Symbol)
                {
                    act(account, statement.Position);
                }
            }
        }
    }
}
