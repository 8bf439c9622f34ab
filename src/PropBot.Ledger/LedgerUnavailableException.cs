namespace PropBot.Ledger;

/// <summary>The ledger cannot be opened, read or written. Says where it is, what is wrong and what to do.</summary>
public sealed class LedgerUnavailableException : Exception
{
    public LedgerUnavailableException(string path, string cause, string whatToDo, Exception? inner = null)
        : base($"ledger {path}: {cause}. {whatToDo}", inner)
    {
        Path = path;
        Cause = cause;
        WhatToDo = whatToDo;
    }

    public string Path { get; }

    public string Cause { get; }

    public string WhatToDo { get; }
}
