using System.Globalization;
using System.Text;

namespace PropBot.Replay.Reports;

/// <summary>
/// Writes a report's files under one free name, <c>backtest_YYYYMMDD_HHMM.json</c> and <c>.csv</c>; where one of the two exists, the
/// name gets <c>_01</c>, <c>_02</c>, ... Each file appears whole or not at all.
/// </summary>
public static class ReportFiles
{
    private const int MostOfOneMinute = 1_000;

    /// <summary>Finds out before a long run whether its report could be written, and leaves nothing behind but the directory.</summary>
    /// <exception cref="IOException">The directory cannot be made or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
    public static void CheckWritable(string directory)
    {
        Directory.CreateDirectory(directory);
        string probe = Path.Combine(directory, ".backtest_probe.tmp");
        File.WriteAllText(probe, "");
        File.Delete(probe);
    }

    /// <param name="made">UTC time for the name; the content does not know it.</param>
    /// <returns>The paths of the two files.</returns>
    /// <exception cref="IOException">The directory cannot be made or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
    public static (string Json, string Csv) Write(string directory, DateTimeOffset made, string json, string csv)
    {
        Directory.CreateDirectory(directory);
        string stem = Path.Combine(directory, "backtest_" + made.UtcDateTime.ToString("yyyyMMdd_HHmm", CultureInfo.InvariantCulture));
        for (int number = 0; number < MostOfOneMinute; number++)
        {
            string name = number == 0 ? stem : string.Create(CultureInfo.InvariantCulture, $"{stem}_{number:D2}");
            if (!File.Exists(name + ".json") && !File.Exists(name + ".csv") && TryPut(name + ".json", json))
            {
                Put(name + ".csv", csv);
                return (name + ".json", name + ".csv");
            }
        }

        throw new IOException($"there are {MostOfOneMinute} reports of this minute in {directory} already");
    }

    /// <summary>False when somebody else has taken the name in the meantime.</summary>
    private static bool TryPut(string path, string content)
    {
        try
        {
            Put(path, content);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static void Put(string path, string content)
    {
        string unfinished = path + ".tmp";
        try
        {
            File.WriteAllText(unfinished, content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(unfinished, path, overwrite: false);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }
}
