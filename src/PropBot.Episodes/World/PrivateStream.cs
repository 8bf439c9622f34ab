using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Episodes.Checks;
using PropBot.Episodes.Wires;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Venues;

namespace PropBot.Episodes.World;

/// <summary>
/// The link to one venue, as an adapter keeps it: the private stream while it stands, and reading over REST what a broken stream or an
/// unreadable message may have kept from us.
/// </summary>
internal sealed class PrivateStream(EpisodeWorld world, SimulatedVenue simulated, Line line, VenueWire wire)
{
    /// <summary>After a message that cannot be read so long until it is read over REST.</summary>
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>How far before the break of a connection the adapters begin to read again.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ReceiveWindow = TimeSpan.FromSeconds(5);

    private readonly List<AccountMutation> _history = [];
    private int _session;
    private bool _isSetUp;
    private int _gapFrom;
    private bool _isReadingAgain;

    /// <summary>The venue's terms changed while nobody listened: every adapter reads them again by itself.</summary>
    private bool _hasUntoldTerms;

    /// <summary>Nobody here can reach the venue's streams.</summary>
    public bool IsCutOff { get; set; }

    /// <summary>The streams stand: what the venue tells is heard.</summary>
    public bool IsListening { get; private set; }

    /// <summary>The process begins, or a broken connection is made anew; tries again whenever it fails.</summary>
    public void Connect()
    {
        if (world.Desk.IsAlive)
        {
            int session = ++_session;
            IsListening = false;
            world.Time.After(line.Latency() * 2, () => Open(session));
        }
    }

    public void Drop(string reason)
    {
        _session++;
        if (IsListening)
        {
            // Messages that were on their way are lost too.
            int recent = _history.FindIndex(mutation => mutation.Time >= world.Time.Now - Overlap);
            _gapFrom = recent < 0 ? _gapFrom : Math.Min(_gapFrom, recent);
        }

        IsListening = false;
        world.Desk.Deliver(new VenueLinkChanged(simulated.Id, VenueLink.Down, reason));
    }

    /// <summary>The process has died; whatever comes now nobody hears. The next one reads all that the venue did by itself.</summary>
    public void Forget()
    {
        _session++;
        _isSetUp = false;
        IsListening = false;
        wire.Desk.Forget();
        _gapFrom = 0;
    }

    /// <summary>Something changed at the venue.</summary>
    public void OnAccount(AccountMutation mutation)
    {
        _history.Add(mutation);
        if (!IsListening)
        {
            return;
        }

        IReadOnlyList<byte[]> messages = wire.Venue.Tell(mutation);
        // A stream loses nothing without being lost itself. What is lost here stands for a venue that does not tell of an order, which
        // is asked for; of what a venue does by itself nobody would ever know to ask.
        bool mayBeUntold = messages.Count > 0 && OursOf(mutation) is not null;
        foreach (byte[] message in messages)
        {
            Tell(mayBeUntold, () => wire.Desk.Hear(message), () => wire.Desk.Hear(message.AsSpan(0, message.Length * 2 / 3)));
        }

        switch (mutation)
        {
            case AccountMutation.FundingPaid { Bill: { Symbol: not null } bill }:
                WireAnswer list = wire.Venue.WriteFunding(bill);
                Tell(mayBeUntold: false, () => HearFunding(list), () => HearFunding(list with { Body = list.Body[..(list.Body.Length * 2 / 3)] }));
                break;
            case AccountMutation.MarginCalled called:
                Tell(mayBeUntold: false, () => new Heard(Warn(called), IsWhole: true), () => throw new FormatException("garbled"));
                break;
        }
    }

    /// <summary>A message of the private stream on its way.</summary>
    /// <param name="hear">What the adapter tells of it.</param>
    /// <param name="hearGarbled">The same of a message that came without its end.</param>
    private void Tell(bool mayBeUntold, Func<Heard> hear, Func<Heard> hearGarbled)
    {
        int session = _session;
        int place = _history.Count - 1;
        line.Tell(mayBeUntold, isGarbled =>
        {
            if (session != _session)
            {
                return;
            }

            if (isGarbled)
            {
                CheckUnreadable(hearGarbled);
                ReadAgain(place);
                return;
            }

            Heard heard = hear();
            if (!heard.IsWhole)
            {
                ReadAgain(place);
            }

            Deliver(heard.News);
        });
    }

    private static void CheckUnreadable(Func<Heard> hearGarbled)
    {
        bool isRead = false;
        try
        {
            hearGarbled();
            isRead = true;
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
        {
            // As it should be: what cannot be read is read over REST.
        }

        Promise.Kept(!isRead, "reads_garbage", $"the adapter believes a message that came without its end");
    }

    /// <summary>The order of ours that something happened to; null: the venue did it by itself.</summary>
    private static SimulatedOrder? OursOf(AccountMutation mutation)
    {
        SimulatedOrder? order = mutation switch
        {
            AccountMutation.OrderAccepted accepted => accepted.Order,
            AccountMutation.OrderFilled filled => filled.Order,
            AccountMutation.OrderEnded ended => ended.Order,
            _ => null,
        };
        return order is { Origin: OrderOrigin.Client } ? order : null;
    }

    private void Deliver(IReadOnlyList<EngineEvent> told)
    {
        foreach (EngineEvent news in told)
        {
            world.Desk.Deliver(news);
        }
    }

    /// <summary>The venue's terms as they are, unless the connection is another one by then.</summary>
    public void TellInstrumentsSoon()
    {
        _hasUntoldTerms = true;
        int session = _session;
        world.Time.After(line.Latency(), () =>
        {
            if (session == _session && IsListening)
            {
                TellInstruments();
            }
        });
    }

    private void TellInstruments()
    {
        _hasUntoldTerms = false;
        world.Desk.Deliver(new InstrumentsLoaded(simulated.Id, [.. simulated.Instruments.Select(setup => setup.Instrument)]));
    }

    private void Open(int session)
    {
        if (session != _session)
        {
            return;
        }

        if (IsCutOff || line.IsVenueDown || line.IsBanned)
        {
            world.Time.After(TimeSpan.FromSeconds(1), () => Open(session));
            return;
        }

        IsListening = true;
        if (!_isSetUp || _hasUntoldTerms)
        {
            TellInstruments();
        }

        if (!_isSetUp)
        {
            world.Desk.Deliver(new VenueClockMeasured(simulated.Id, TimeSpan.Zero, TimeSpan.FromMilliseconds(20), ReceiveWindow));
        }

        world.Time.After(line.Latency() * 2, () => GoUp(session));
    }

    /// <summary>First what was missed, then the link is up.</summary>
    private void GoUp(int session)
    {
        // The process may die of what it is told.
        if (session == _session && CatchUp(session, _gapFrom, isFirst: !_isSetUp))
        {
            _isSetUp = true;
            world.Desk.Deliver(new VenueLinkChanged(simulated.Id, VenueLink.Up, ""));
        }
    }

    /// <summary>What cannot be read may have been a fill: soon all since then is read over REST.</summary>
    private void ReadAgain(int from)
    {
        _gapFrom = Math.Min(_gapFrom, from);
        if (_isReadingAgain)
        {
            return;
        }

        _isReadingAgain = true;
        int session = _session;
        int gap = from;
        world.Time.After(ReadAgainAfter, () =>
        {
            _isReadingAgain = false;
            if (session == _session && !line.IsVenueDown)
            {
                CatchUp(session, gap, isFirst: false);
            }
        });
    }

    /// <param name="isFirst">At the start of a process: only what the venue did by itself; its own orders the engine asks for.</param>
    /// <returns>False when the process did not live to hear all of it.</returns>
    private bool CatchUp(int session, int from, bool isFirst)
    {
        var orders = new List<long>();
        // A process that dies of what it is told asks for nothing more: what is read then, the next one's adapter would take for told.
        for (int i = from; i < _history.Count && session == _session; i++)
        {
            AccountMutation missed = _history[i];
            if (OursOf(missed) is not { } order)
            {
                Deliver(ReadOverRest(missed));
            }
            else if (!isFirst)
            {
                Deliver(ReadOverRest(missed));
                // Of each order only what has become of it, after all the fills.
                orders.Remove(order.OrderId);
                orders.Add(order.OrderId);
            }
        }

        foreach (long number in orders)
        {
            SimulatedOrder order = simulated.FindOrder(EpisodeVenue.Account, OrderKey.Of(number))!;
            WireAnswer answer = wire.Venue.WriteOrder(order);
            if (wire.Desk.ReadOrder(answer, new InstrumentId(simulated.Id, order.Symbol), new ClientOrderId(order.ClientOrderId)) is { } report)
            {
                world.Desk.Deliver(new OrderReported(report));
            }
        }

        if (session != _session)
        {
            return false;
        }

        _gapFrom = _history.Count;
        return true;
    }

    /// <summary>As the venue's lists have it. Of its own orders the venue tells again, and the adapter knows what it has told already.</summary>
    private IReadOnlyList<EngineEvent> ReadOverRest(AccountMutation missed) => missed switch
    {
        AccountMutation.OrderFilled filled => ReadFill(filled),
        AccountMutation.FundingPaid { Bill: { Symbol: not null } bill } => HearFunding(wire.Venue.WriteFunding(bill)).News,
        AccountMutation.MarginCalled called => Warn(called),
        _ => [],
    };

    private IReadOnlyList<EngineEvent> ReadFill(AccountMutation.OrderFilled filled)
    {
        var instrument = new InstrumentId(simulated.Id, filled.Fill.Symbol);
        WireAnswer fills = wire.Venue.WriteFills(filled.Order, [filled.Fill]);
        return filled.Fill.Origin == OrderOrigin.Client
            ? [.. wire.Desk.ReadFills(fills, instrument, new ClientOrderId(filled.Fill.ClientOrderId)).Select(fill => new FillReported(fill))]
            : wire.Desk.ReadForced(wire.Venue.WriteOrder(filled.Order), fills, instrument);
    }

    /// <summary>The venue's news of a settlement makes the adapter ask for the list.</summary>
    private Heard HearFunding(WireAnswer list) => new([.. wire.Desk.ReadFunding(list).Select(payment => new FundingSettled(payment))], IsWhole: true);

    /// <summary>Not as text: every adapter reads a warning from something else.</summary>
    private IReadOnlyList<EngineEvent> Warn(AccountMutation.MarginCalled called) =>
        [new MarginCallReceived(simulated.Id, $"equity {called.Equity}, needed {called.MaintenanceMargin}")];
}
