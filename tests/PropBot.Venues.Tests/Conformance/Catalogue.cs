using PropBot.Core.Values;

namespace PropBot.Venues.Tests.Conformance;

/// <summary>Puts every message of a venue under its rule and counts.</summary>
internal static class Catalogue
{
    /// <returns>Messages read and messages left.</returns>
    public static (int Read, int Left) Check(VenueId venue, IReadOnlyList<Rule> rules, string unreadList, ITestOutputHelper output)
    {
        UnreadFields unread = new();
        Dictionary<string, (Rule Rule, int Count)> kinds = new(StringComparer.Ordinal);
        List<string> failures = [];
        foreach (CapturedMessage message in CapturedMessages.Of(venue))
        {
            if (!kinds.TryGetValue(message.Kind, out (Rule Rule, int Count) entry))
            {
                entry = (rules.FirstOrDefault(r => r.Fits(message.Kind)) ?? throw new InvalidOperationException($"no rule for {message}"), 0);
            }

            kinds[message.Kind] = (entry.Rule, entry.Count + 1);
            try
            {
                entry.Rule.Read?.Invoke(message, unread);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                failures.Add($"{message}: {failure.GetType().Name}: {failure.Message}");
            }
        }

        foreach ((string kind, (Rule rule, int count)) in kinds.OrderBy(k => k.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"{count,7} {kind,-50} {rule.Why ?? "read"}");
        }

        Assert.True(failures.Count == 0, $"{failures.Count} messages:\n{string.Join('\n', failures.Take(20))}");
        string[] dead = [.. rules.SelectMany(r => r.Kinds.Split('|', StringSplitOptions.TrimEntries).Where(k => !kinds.Any(s => ReferenceEquals(s.Value.Rule, r) && (k.EndsWith('*') ? s.Key.StartsWith(k[..^1], StringComparison.Ordinal) : s.Key == k))))];
        Assert.True(dead.Length == 0, $"rules for kinds that never come: {string.Join(", ", dead)}");
        unread.AssertReviewed(unreadList);
        return (kinds.Values.Where(k => k.Rule.Why is null).Sum(k => k.Count), kinds.Values.Where(k => k.Rule.Why is not null).Sum(k => k.Count));
    }
}
