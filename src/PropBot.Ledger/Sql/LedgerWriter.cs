using System.Diagnostics;
using PropBot.Core.Engine.Effects;
using PropBot.Ledger.Documents;
using PropBot.Ledger.Sql.Tables;

namespace PropBot.Ledger.Sql;

/// <summary>Writes the effects of an event through one connection; the transaction around it is the store's.</summary>
internal sealed class LedgerWriter : IDisposable
{
    private readonly JournalPayload _payload = new();
    private readonly JournalTable _journal;
    private readonly OrderTable _orders;
    private readonly FillTable _fills;
    private readonly ForcedFillTable _forcedFills;
    private readonly RulesTable _rules;
    private readonly EntryTable _entries;
    private readonly PairTable _pairs;
    private readonly ControlTable _control;
    private readonly Statement _equity;
    private readonly Statement _proof;
    private readonly Dictionary<DocumentKind, DocumentTable> _documents;

    public LedgerWriter(Session session)
    {
        Session = session;
        _journal = new JournalTable(session);
        _orders = new OrderTable(session);
        _fills = new FillTable(session);
        _forcedFills = new ForcedFillTable(session);
        _rules = new RulesTable(session);
        _entries = new EntryTable(session);
        _pairs = new PairTable(session);
        _control = new ControlTable(session);
        _equity = session.Upsert("equity_samples", "at", "equity");
        _proof = session.Prepare("UPDATE desk SET proofs = proofs + 1");
        _documents = DocumentKinds.All.ToDictionary(kind => kind, kind => new DocumentTable(session, kind));
    }

    public Session Session { get; }

    /// <summary>All of them, each once: a line that the journal has already is compared and passed over.</summary>
    /// <param name="stored">Hears of each effect when it is written.</param>
    public void Write(LineSource source, DateTimeOffset at, IReadOnlyList<Effect> effects, Action<LedgerEffect>? stored)
    {
        for (int place = 0; place < effects.Count; place++)
        {
            if (effects[place] is not LedgerEffect effect)
            {
                continue;
            }

            if (effect is EquitySampled sample)
            {
                _equity.Time(sample.At).Number(sample.Equity).Run();
            }
            else
            {
                WriteOnce(at, source.NameOf(place), effect);
            }

            stored?.Invoke(effect);
        }
    }

    public void Prove() => _proof.Run();

    /// <summary>The transaction is on disk.</summary>
    public void Committed() => _entries.Committed();

    /// <summary>The transaction is undone.</summary>
    public void RolledBack() => _entries.RolledBack();

    public void Dispose()
    {
        IDisposable[] parts = [_journal, _orders, _fills, _forcedFills, _rules, _entries, _pairs, _control, _equity, _proof, _payload, .. _documents.Values];
        foreach (IDisposable part in parts)
        {
            part.Dispose();
        }
    }

    private void WriteOnce(DateTimeOffset at, string uuid, LedgerEffect effect)
    {
        if (_journal.TryFind(uuid, out (string Type, string Payload) known))
        {
            string again = _payload.OfEffect(effect, known.Type);
            if (again != known.Payload)
            {
                throw new LedgerConflictException($"journal line {uuid} is already there as {known.Payload}, not as {again}");
            }
        }
        else if (Store(effect) is { } type)
        {
            _journal.Append(uuid, at, type, _payload.OfEffect(effect, type));
        }
    }

    /// <summary>Writes the effect's table; the type of its journal line, or null when it was kept before.</summary>
    private string? Store(LedgerEffect effect)
    {
        switch (effect)
        {
            case OrderChanged changed:
                return _orders.Write(changed.Order) ? JournalTypes.OrderIntent : JournalTypes.OrderStatus;
            case FillBooked booked:
                return _fills.Write(booked.Fill) ? JournalTypes.Fill : null;
            case ForcedFillBooked booked:
                return _forcedFills.Write(booked.Record) ? JournalTypes.ForcedFill : null;
            case RulesAccepted accepted:
                _rules.Write(accepted.Accepted);
                return JournalTypes.Rules;
            case EntryPosted posted:
                return _entries.Write(posted.Entry) ? JournalTypes.Entry : null;
            case PairChanged changed:
                _pairs.Write(changed.Pair);
                return JournalTypes.Pair;
            case ControlChanged changed:
                _control.Write(changed.Control, _payload.OfEffect(changed, JournalTypes.Control));
                return JournalTypes.Control;
            case Journaled journaled:
                return journaled.Type;
            case var document when DocumentKinds.Of(document) is { } kind:
                _documents[kind].Write(document, _payload.OfEffect(document, kind.JournalType));
                return kind.JournalType;
            default:
                throw new UnreachableException($"no table for {effect.GetType().Name}");
        }
    }
}

/// <summary>Where an event's journal lines come from.</summary>
internal readonly record struct LineSource(string DeskId, long Run, long Sequence)
{
    public string NameOf(int place) => JournalUuid.Of(DeskId, Run, Sequence, place);
}
