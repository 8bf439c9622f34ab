using PropBot.Simulator.Bybit.Wire;

namespace PropBot.Simulator.Bybit;

/// <summary>The venue's other categories exist, though nothing is in them here.</summary>
internal static class BybitCategory
{
    private static readonly string[] Others = ["spot", "inverse", "option"];

    /// <returns>The answer to a list of another category, empty, or to none at all, refused; null for the linear one.</returns>
    public static BybitReply? Elsewhere(BybitRequest request)
    {
        string? category = request["category"];
        if (category == BybitStatements.Linear)
        {
            return null;
        }

        return Others.Contains(category)
            ? BybitReply.Ok(new BybitPage<object>([], "", category))
            : BybitReply.Refused(BybitErrors.CategoryInvalid);
    }
}
