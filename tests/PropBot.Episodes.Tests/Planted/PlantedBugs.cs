namespace PropBot.Episodes.Tests.Planted;

/// <summary>
/// Mistakes against each promise, as they could be made. The engine's own kernel is switched off in every one of them, so that it is
/// the outside that has to see it.
/// </summary>
internal static class PlantedBugs
{
    public static readonly SourceEdit WithoutKernel = new("Engine/TradingEngine.cs", "_kernel.Check();", ";");

    public static readonly IReadOnlyList<PlantedBug> All =
    [
        new("an order is sent without its intent on disk", ["write_ahead"],
            new SourceEdit("Engine/Desks/OrderDesk.cs", "state.Effects.Add(new OrderChanged(order.Record));\n        state.Effects.Add(new PlaceOrder(intent));", "state.Effects.Add(new PlaceOrder(intent));")),
        new("an order is sent again when its answer does not come", ["sent_twice"],
            new SourceEdit("Engine/Desks/OrderDesk.cs", "state.UnknownOutcomes++;", "state.Effects.Add(new PlaceOrder(known.Order.Intent));")),
        new("an outcome that is not known is taken for a refusal", ["end_left", "order_differs", "fills_differ"],
            new SourceEdit("Execution/TrackedOrder.cs", "BecomeUnknown(unknown.Reason, at);", "Change(OrderStatus.Rejected, at, unknown.Reason);")),
        new("'duplicate client order id' is taken for a refusal", ["over_hedge", "order_differs", "fills_differ", "position_differs", "naked_at_end", "case_at_end"],
            new SourceEdit("Execution/TrackedOrder.cs", "case VenueOutcome.Refused { Refusal.Kind: RefusalKind.DuplicateClientOrderId } duplicate:", "case VenueOutcome.Refused { Refusal.Kind: RefusalKind.Unmapped } duplicate:")),
        new("a fill that comes after the order's end is dropped", ["fills_differ", "unsettled_at_end", "naked_at_end", "order_open_at_end"],
            new SourceEdit("Engine/Desks/OrderDesk.cs", "bool isNew = !known.Order.HasFill(fill.TradeId);", "if (known.Order.Record.Status.IsTerminal())\n        {\n            return null;\n        }\n\n        bool isNew = !known.Order.HasFill(fill.TradeId);")),
        new("a fill that is told twice is counted twice", ["fill_booked_twice"],
            new SourceEdit("Execution/TrackedOrder.cs", "if (!_trades.Add(fill.TradeId.Value))", "if (!_trades.Add(fill.TradeId.Value) && Record.FilledQuantity + fill.Quantity > Intent.Quantity)")),
        new("the ordered quantity is hedged, not the filled one", ["over_hedge"],
            new SourceEdit("Engine/Desks/RescuePlanner.cs", "Quantity quantity = behindSide.Orderable(side, excess);", "Quantity quantity = behindSide.Orderable(side, pair.Record.TargetQuantity);")),
        new("HOLD stops rescues", ["naked_at_end"],
            new SourceEdit("Engine/Desks/RescueDesk.cs", "if (state.Elapsed < pair.NextActionElapsed)", "if (state.Elapsed < pair.NextActionElapsed || state.Control.Mode == ControlMode.Hold)")),
        new("HOLD stops closing", ["unsettled_at_end"],
            new SourceEdit("Engine/Desks/PairDesk.cs", "if (!state.ShuttingDown && state.Elapsed >= pair.NextActionElapsed)", "if (!state.ShuttingDown && state.Control.Mode == ControlMode.Run && state.Elapsed >= pair.NextActionElapsed)")),
        new("'no such order' is believed at once", ["order_differs", "fills_differ", "position_differs", "naked_at_end", "case_at_end"],
            new SourceEdit("Engine/Desks/OrderDesk.cs", "bool couldStillArrive = lookedElapsed - order.SentElapsed < patience;", "bool couldStillArrive = false && lookedElapsed - order.SentElapsed < patience;")),
        new("an order whose outcome was not known is forgotten at the restart", ["order_open_at_end", "case_at_end", "rescues_in_flight", "naked_at_end", "fills_differ", "position_differs"],
            new SourceEdit("Engine/State/EngineState.cs", "pair.Orders.Add(order);\n            Orders.Add(record.Intent.ClientOrderId, (pair, order));", "if (record.Status is not (OrderStatus.Intended or OrderStatus.Unknown))\n            {\n                pair.Orders.Add(order);\n                Orders.Add(record.Intent.ClientOrderId, (pair, order));\n            }")),
        new("fills are counted again after the restart", ["fill_booked_twice"],
            new SourceEdit("Engine/State/EngineState.cs", "known.Order.Restore(fill.Fill);", "_ = known.Order;")),
        new("settlements are booked again after the restart", ["entry_posted_twice"],
            new SourceEdit("Engine/State/EngineState.cs", "FundingEntries.UnionWith(recovered.FundingEntryIds);", "_ = recovered.FundingEntryIds;")),
        new("the breached daily loss is forgotten at the restart", ["opens_after_loss"],
            new SourceEdit("Engine/Desks/ControlDesk.cs", "state.Control = stored;", "state.Control = stored = stored with { DailyLossBreachedOn = null, DayAnchor = null, DayStartEquity = null };")),
        new("the HOLD of a person is forgotten at the restart", ["hold_left"],
            new SourceEdit("Engine/Desks/ControlDesk.cs", "stored.Holds.Without(HoldKind.Start);", "stored.Holds.Without(HoldKind.Start).Without(HoldKind.Operator);")),
        new("the breached daily loss does not stop opening", ["opens_after_loss"],
            new SourceEdit("Engine/Desks/OpeningDesk.cs", "if (DailyLoss.IsBreached(state.Control, state.At))", "if (DailyLoss.IsBreached(state.Control, state.At) && state.ShuttingDown)")),
        new("HOLD does not stop opening", ["opens_in_hold"],
            new SourceEdit("Engine/Desks/OpeningDesk.cs", "if (!state.Control.MayOpen)", "if (!state.Control.MayOpen && state.ShuttingDown)")),
        new("pairs are opened on stale books", ["opens_stale"],
            new SourceEdit("Engine/Desks/OpeningDesk.cs", "return age > limit ? new", "return age > limit * 1000 ? new"),
            new SourceEdit("Engine/Desks/OpeningDesk.cs", "if (skew > maxSkew)", "if (skew > maxSkew * 1000)")),
        new("pairs are opened on a venue that is not connected", ["opens_unlinked"],
            new SourceEdit("Engine/Desks/OpeningDesk.cs", "if (venue.Link != VenueLink.Up || venue.Account is null)", "if (venue.Account is null)")),
        new("pairs are opened by rules that nobody has read", ["opens_unread_rules"],
            new SourceEdit("Engine/Desks/OpeningDesk.cs", "if (instrument.UnreadChanges.Count > 0)", "if (instrument.UnreadChanges.Count > 100)")),
        new("a rescue goes the wrong way", ["wrong_side", "over_hedge"],
            new SourceEdit("Engine/Desks/RescuePlanner.cs", "Side side = record.Imbalance > 0m ? Side.Sell : Side.Buy;\n        var excess", "Side side = record.Imbalance > 0m ? Side.Buy : Side.Sell;\n        var excess")),
        new("orders that take off are not reduce-only", ["wrong_side"],
            new SourceEdit("Engine/Desks/RescuePlanner.cs", "new(rung, leg, purpose, instrument, side, quantity, LimitAt(instrument, side, quantity, capBps), ReduceOnly: true);", "new(rung, leg, purpose, instrument, side, quantity, LimitAt(instrument, side, quantity, capBps), ReduceOnly: false);")),
        new("a second rescue is sent while the first is in flight", ["rescues_in_flight"],
            new SourceEdit("Engine/Desks/PairDesk.cs", "if (!pair.AllSettled)\n        {\n            orders.AskForOverdue(pair);", "if (!pair.AllSettled && pair.Record.Imbalance == 0m)\n        {\n            orders.AskForOverdue(pair);"),
            new SourceEdit("Engine/Desks/RescuePlanner.cs", "InstrumentState? behindSide = pair.UnsettledOf(behind) is not null ? null : state.Reachable", "InstrumentState? behindSide = state.Reachable")),
        new("an unequal pair is not shown as partial", ["naked_unowned"],
            new SourceEdit("Engine/Desks/ImbalanceWatch.cs", "state.SetPair(pair, pair.Record with { Status = PairStatus.Partial });", "state.SetPair(pair, pair.Record);")),
        new("what the venue takes by itself is not booked", ["position_differs", "case_at_end", "naked_at_end"],
            new SourceEdit("Engine/TradingEngine.cs", "IReadOnlyList<PairState> touched = _forced.OnForcedFill(fill);", "IReadOnlyList<PairState> touched = fill.Quantity.IsZero ? _forced.OnForcedFill(fill) : [];")),
        new("naked time is not counted", ["naked_uncounted"],
            new SourceEdit("Engine/Desks/ImbalanceWatch.cs", "decimal seconds = (decimal)passed.TotalSeconds;", "decimal seconds = 0m * (decimal)passed.TotalSeconds;")),
        new("an overdue rescue is told to nobody", ["overdue_untold"],
            new SourceEdit("Engine/Desks/ImbalanceWatch.cs", "if (pair.OverdueAlerted || pair.RescueDeadline", "if (!pair.OverdueAlerted || pair.RescueDeadline")),
        new("an opening order stays in the book in HOLD", ["rests_in_hold"],
            new SourceEdit("Engine/Desks/EntryDesk.cs", "if (opening.BrakeForbids() is { } brake)", "if (pair.WantsFlat && opening.BrakeForbids() is { } brake)")),
        new("a cancel is sent before it is written", ["write_ahead"],
            new SourceEdit("Engine/Desks/OrderDesk.cs", "state.Effects.Add(new Journaled(CancelIntent, [new(\"client_order_id\", id.Value), new(\"reason\", order.CancelReason!)]));", "")),
    ];
}
