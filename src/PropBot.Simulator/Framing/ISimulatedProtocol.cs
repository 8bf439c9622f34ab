using Microsoft.AspNetCore.Http;
using PropBot.Core.Values;
using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Framing;

/// <summary>
/// One venue's REST and WebSocket protocol. Requests come from many threads and ask the venue through
/// <see cref="VenueContext"/>; what the venue tells comes on the loop, one call at a time.
/// </summary>
/// <remarks>
/// <see cref="IVenueListener.OnAccount"/> is called after the mutation is in the store, so whatever the protocol tells its
/// clients then is not forgotten. The other calls come while the venue is at work: it must not be asked from there, which
/// <see cref="IVenueListener.OnAccount"/> and <see cref="OnTime"/> may.
/// </remarks>
public interface ISimulatedProtocol : IVenueListener
{
    VenueId Venue { get; }

    /// <summary>Answers a request or carries a WebSocket to its end.</summary>
    Task HandleAsync(HttpContext context);

    /// <summary>Answers, in the venue's own form, a request that could not be handled; nothing of the answer is sent yet.</summary>
    Task AnswerFaultAsync(HttpContext context, RequestFault fault);

    /// <summary>Where clients find what, given the listener's address.</summary>
    VenueAddresses AddressesAt(Uri listener);

    /// <summary>Ends every private session as the venue does when it wants a new login: listen keys run out, sockets are closed.</summary>
    void Logout(DateTimeOffset now);

    /// <summary>Whoever asks next has asked nothing so far, as a client that comes from another address with another key. From any thread.</summary>
    void ForgetRequests();

    /// <summary>Market time moved; called at least every 50 ms of it and after every step of the feed.</summary>
    void OnTime(DateTimeOffset now);
}

/// <summary>Why a request was not handled.</summary>
public enum RequestFault
{
    /// <summary>The request is not what the protocol can read: too long, cut off, bad encoding.</summary>
    Malformed = 400,

    /// <summary>A bug of the simulator; it is in the log.</summary>
    Internal = 500,

    /// <summary>The simulator stops.</summary>
    Stopping = 503,
}

/// <summary>Base addresses of a venue, without the venue's own paths unless its documents put them into the base.</summary>
public sealed record VenueAddresses(Uri Rest, Uri PublicStream, Uri PrivateStream);
