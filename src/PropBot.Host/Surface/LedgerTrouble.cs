using System.Globalization;
using PropBot.Host.Localization;
using PropBot.Ledger;

namespace PropBot.Host.Surface;

/// <summary>Why the ledger takes no writes, for as long as it does not.</summary>
/// <param name="Fault">What people do something about.</param>
/// <param name="Place">The file, or the server and the database.</param>
/// <param name="Detail">What the store said, in English.</param>
/// <param name="Since">UTC of the first commit that failed.</param>
/// <param name="Attempts">Commits that failed since then.</param>
public sealed record LedgerTrouble(LedgerFault Fault, string Place, string Detail, DateTimeOffset Since, int Attempts)
{
    /// <summary>What it is called in answers of the API.</summary>
    public string Code => Fault switch
    {
        LedgerFault.DiskFull => "disk_full",
        LedgerFault.ReadOnly => "read_only",
        LedgerFault.DiskFailed => "disk_failed",
        LedgerFault.Busy => "busy",
        LedgerFault.CannotOpen => "cannot_open",
        LedgerFault.ServerGone => "server_gone",
        LedgerFault.Damaged => "damaged",
        _ => "other",
    };

    /// <summary>What is wrong and what to do, for people.</summary>
    public LocalText Text
    {
        get
        {
            string since = Since.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
            return new LocalText(
                Catalogue.LedgerHeld.With(Place, since, Words.English).English, Catalogue.LedgerHeld.With(Place, since, Words.Russian).Russian);
        }
    }

    private LocalText Words => Fault switch
    {
        LedgerFault.DiskFull => Catalogue.LedgerDiskFull,
        LedgerFault.ReadOnly => Catalogue.LedgerReadOnly,
        LedgerFault.DiskFailed => Catalogue.LedgerDiskFailed,
        LedgerFault.Busy => Catalogue.LedgerBusy,
        LedgerFault.ServerGone => Catalogue.LedgerServerGone,
        _ => Catalogue.LedgerOther.With(Detail),
    };
}
