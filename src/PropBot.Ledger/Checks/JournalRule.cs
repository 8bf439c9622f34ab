namespace PropBot.Ledger.Checks;

/// <summary>Every line follows the one before it and can be read: nothing was taken out, put in or garbled.</summary>
internal sealed class JournalRule(long lastLine) : LedgerRule("journal_is_unbroken", "The lines of the journal are numbered without a gap and each can be read.")
{
    private long _last = lastLine;

    public override void Read(IReadOnlyList<ReadLine> moment)
    {
    }

    /// <returns>Null when it cannot be read.</returns>
    public ReadLine? Read(JournalLine line)
    {
        Count();
        if (line.Id != _last + 1)
        {
            Break(line, $"it follows line {_last}");
        }

        _last = line.Id;
        try
        {
            return ReadLine.Of(line);
        }
        catch (Exception garbled)
        {
            Break(line, $"its content is not that of type {line.Type} ({garbled.Message})");
            return null;
        }
    }
}
