using System.Text;
using Microsoft.AspNetCore.Http;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Binance;

/// <summary>Binance USD-M futures: <c>/fapi</c> REST and the <c>/ws</c> and <c>/stream</c> sockets.</summary>
internal sealed class BinanceProtocol(VenueContext context) : ISimulatedProtocol
{
    public VenueId Venue => context.Venue;

    public VenueAddresses AddressesAt(Uri listener)
    {
        var streams = new UriBuilder(listener) { Scheme = "ws" }.Uri;
        return new VenueAddresses(listener, streams, streams);
    }

    public Task HandleAsync(HttpContext context) => AnswerFaultAsync(context, RequestFault.Malformed);

    public Task AnswerFaultAsync(HttpContext context, RequestFault fault)
    {
        context.Response.StatusCode = (int)fault;
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes("{\"code\":-1000,\"msg\":\"An unknown error occurred.\"}")).AsTask();
    }

    public void OnTime(DateTimeOffset now)
    {
    }

    public void OnBook(BookUpdate update)
    {
    }

    public void OnTrade(in PublicTrade trade)
    {
    }

    public void OnMark(Instrument instrument, DateTimeOffset time, in MarketState state)
    {
    }

    public void OnAccount(AccountMutation mutation)
    {
    }
}
