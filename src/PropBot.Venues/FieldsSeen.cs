namespace PropBot.Venues;

/// <summary>
/// Notices a field that comes twice in one object. What such a message means depends on its reader, so that it is not read at all.
/// </summary>
public struct FieldsSeen
{
    private uint _seen;

    /// <param name="field">A number of the caller's for the field, 0 to 31.</param>
    /// <exception cref="FormatException">The field was there before.</exception>
    public void Once(int field)
    {
        uint bit = 1u << field;
        if ((_seen & bit) != 0)
        {
            throw new FormatException("a field comes twice");
        }

        _seen |= bit;
    }

    /// <summary>Was the field there?</summary>
    public readonly bool Has(int field) => (_seen & (1u << field)) != 0;
}
