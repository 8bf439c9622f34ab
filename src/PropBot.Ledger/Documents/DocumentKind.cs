using System.Text.Json;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Recovery;

namespace PropBot.Ledger.Documents;

/// <summary>Where a document stands: what its table has as columns beside the document itself.</summary>
/// <param name="Id">The same id is the same document: the later content replaces the earlier.</param>
/// <param name="Status">For people who look with SQL.</param>
/// <param name="OpenedAt">UTC.</param>
/// <param name="ClosedAt">UTC; null while it is open.</param>
internal sealed record DocumentHead(string Id, string Status, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt);

/// <summary>A kind of thing that is kept whole as JSON, in a table of its own, with a journal line for each change.</summary>
/// <param name="Table">Its table: <c>CREATE TABLE name ({document}) {strict};</c> in a migration.</param>
/// <param name="JournalType">The type of its journal lines; their payload is the document.</param>
internal abstract record DocumentKind(string Table, string JournalType)
{
    /// <summary>The effect that carries it.</summary>
    public abstract Type Effect { get; }

    public abstract DocumentHead HeadOf(LedgerEffect effect);

    public abstract void Write(Utf8JsonWriter json, LedgerEffect effect);

    public abstract LedgerEffect Read(string body);

    /// <summary>What the engine is told at its start.</summary>
    /// <param name="remembered">Every open document, and the latest <see cref="LedgerLimits.RememberedDocuments"/> others, oldest first.</param>
    public abstract RecoveredState Recover(RecoveredState state, IReadOnlyList<LedgerEffect> remembered);
}

/// <param name="Head">Where a document stands.</param>
/// <param name="WriteBody">Its fields, into an open object.</param>
/// <param name="ReadBody">The effect again.</param>
/// <param name="Restore">Puts the remembered ones into what the engine is told; null when it needs none.</param>
internal sealed record DocumentKind<T>(
    string Table,
    string JournalType,
    Func<T, DocumentHead> Head,
    Action<Utf8JsonWriter, T> WriteBody,
    Func<JsonElement, T> ReadBody,
    Func<RecoveredState, IReadOnlyList<T>, RecoveredState>? Restore = null)
    : DocumentKind(Table, JournalType)
    where T : LedgerEffect
{
    public override Type Effect => typeof(T);

    public override DocumentHead HeadOf(LedgerEffect effect) => Head((T)effect);

    public override void Write(Utf8JsonWriter json, LedgerEffect effect) => WriteBody(json, (T)effect);

    public override LedgerEffect Read(string body)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        return ReadBody(document.RootElement);
    }

    public override RecoveredState Recover(RecoveredState state, IReadOnlyList<LedgerEffect> remembered) =>
        Restore is null ? state : Restore(state, [.. remembered.Cast<T>()]);
}
