using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Execution.Sweeps;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Documents;

/// <summary>
/// Every kind of document that the ledger keeps. One more takes: its <see cref="LedgerEffect"/> in Core, a migration with
/// <c>CREATE TABLE name ({document}) {strict};</c> for both databases at once, its fields in <c>Text/</c>, and a line here. Writing,
/// the journal, recovery, reading and the ledger of a backtest follow from that line.
/// </summary>
internal static class DocumentKinds
{
    public static IReadOnlyList<DocumentKind> All { get; } =
    [
        new DocumentKind<OutageRecorded>(
            "ledger_outages",
            JournalTypes.Outage,
            recorded => new DocumentHead(recorded.Outage.Id, "ended", recorded.Outage.Since, recorded.Outage.Until),
            (json, recorded) => OutageJson.Write(json, recorded.Outage),
            body => new OutageRecorded(OutageJson.Read(body))),
        new DocumentKind<SweepChanged>(
            "sweeps",
            JournalTypes.Sweep,
            changed => new DocumentHead(changed.Sweep.Id, changed.Sweep.Status.Code(), changed.Sweep.StartedAt, changed.Sweep.EndedAt),
            (json, changed) => SweepJson.Write(json, changed.Sweep),
            body => new SweepChanged(SweepJson.Read(body)),
            (state, sweeps) => state with { Sweeps = [.. sweeps.Select(s => s.Sweep)] }),
        new DocumentKind<ApprovalChanged>(
            "approvals",
            JournalTypes.Approval,
            changed => new DocumentHead(
                changed.Approval.Id.Value, EnumText<ApprovalStatus>.Of(changed.Approval.Status), changed.Approval.RequestedAt, ApprovalJson.ClosedAt(changed.Approval)),
            (json, changed) => ApprovalJson.Write(json, changed.Approval),
            body => new ApprovalChanged(ApprovalJson.Read(body)),
            (state, changed) => state with { Approvals = [.. changed.Select(c => c.Approval)] }),
        new DocumentKind<CaseChanged>(
            "reconciliation_cases",
            JournalTypes.Case,
            changed => new DocumentHead(
                changed.Case.Id.ToString(), changed.Case.IsOpen ? "open" : "resolved", changed.Case.OpenedAt,
                changed.Case.IsExplained ? null : changed.Case.ResolvedAt),
            (json, changed) => CaseJson.Write(json, changed.Case),
            body => new CaseChanged(CaseJson.Read(body)),
            (state, remembered) => state with { Cases = [.. remembered.Select(changed => changed.Case)] }),
        new DocumentKind<FillsAgreed>(
            "fill_agreements",
            JournalTypes.FillsAgreed,
            agreed => new DocumentHead(agreed.Agreement.Instrument.ToString(), "agreed", agreed.Agreement.Until, null),
            (json, agreed) => FillAgreementJson.Write(json, agreed.Agreement),
            body => new FillsAgreed(FillAgreementJson.Read(body)),
            (state, remembered) => state with { FillAgreements = [.. remembered.Select(agreed => agreed.Agreement)] }),
    ];

    private static readonly Dictionary<Type, DocumentKind> ByEffect = All.ToDictionary(kind => kind.Effect);

    /// <summary>Null: the effect is no document.</summary>
    public static DocumentKind? Of(LedgerEffect effect) => ByEffect.GetValueOrDefault(effect.GetType());

    /// <exception cref="InvalidOperationException">The effect carries no document.</exception>
    public static DocumentKind Of<T>()
        where T : LedgerEffect =>
        ByEffect.TryGetValue(typeof(T), out DocumentKind? kind) ? kind : throw new InvalidOperationException($"{typeof(T).Name} carries no document");
}
