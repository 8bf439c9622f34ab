namespace PropBot.Venues.Rest;

/// <summary>
/// Which HTTP statuses say for certain that a request had no effect. Everything else, redirects and the time-outs of gateways among them,
/// leaves open whether an order is at the venue: it is asked for, never sent again.
/// </summary>
public static class CertainStatus
{
    /// <summary>True for what a venue or its gateway answers before it looks at the order: bad request, no right, no such path, too often, banned.</summary>
    public static bool IsRefusal(int status) => status is 400 or 401 or 403 or 404 or 405 or 411 or 413 or 414 or 415 or 418 or 422 or 429 or 431 or 451;
}
