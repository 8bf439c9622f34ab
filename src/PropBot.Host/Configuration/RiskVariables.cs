using PropBot.Core.Values;

namespace PropBot.Host.Configuration;

/// <summary>Numbers of the environment, none of which may be a silent default: one that is set and cannot be used is a fault.</summary>
internal sealed class RiskVariables(Func<string, string?> environment, List<ConfigFault> faults)
{
    /// <summary>Above zero; null when it is not set.</summary>
    public decimal? Positive(string name, decimal most)
    {
        string? text = environment(name)?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (WireNumber.TryParse(text, out decimal value) && value > 0m && value <= most)
        {
            return value;
        }

        faults.Add(new ConfigFault(name, $"'{text}' is not a number above 0 and up to {WireNumber.Format(most)}"));
        return null;
    }

    /// <summary>A whole number; null when it is not set.</summary>
    public int? Count(string name, int least, int most)
    {
        string? text = environment(name)?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (WireNumber.TryParse(text, out decimal value) && value == decimal.Truncate(value) && value >= least && value <= most)
        {
            return (int)value;
        }

        faults.Add(new ConfigFault(name, $"'{text}' is not a whole number from {least} to {most}"));
        return null;
    }
}
