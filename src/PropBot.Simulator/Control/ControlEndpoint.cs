using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Faults;
using PropBot.Simulator.Framing;
using PropBot.Simulator.MarketData;

namespace PropBot.Simulator.Control;

/// <summary>
/// <c>/sim/*</c>: what the simulator is doing and the accounts' own statements, and the handles of a drill: time, faults, money.
/// docs/simulator.md shows each with curl.
/// </summary>
internal sealed class ControlEndpoint(
    SimulatorOptions options, SimulatorHost host, SimulatedMarket market, SimulatorLoop loop, IReadOnlyList<VenueListener> listeners)
{
    private static readonly TimeSpan LongestAdvance = TimeSpan.FromDays(31);

    private readonly ControlGate _gate = new(options.ControlToken);
    private readonly ControlViews _views = new(options, host.Clock, market, listeners);
    private readonly OrderBookkeeping _books = new(market);

    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            if (_gate.Refuse(context.Request) is { } refusal)
            {
                await AnswerAsync(context, refusal);
                return;
            }

            await AnswerAsync(context, StatusCodes.Status200OK, await RunAsync(context));
        }
        catch (ControlException wrong)
        {
            await AnswerAsync(context, wrong.Problem);
        }
        catch (FaultPlanException wrong)
        {
            await AnswerAsync(context, new ControlProblem(StatusCodes.Status422UnprocessableEntity, wrong.Message));
        }
        catch (BadHttpRequestException wrong)
        {
            await AnswerAsync(context, new ControlProblem(wrong.StatusCode, wrong.Message));
        }
        catch (SimulatorStoppedException stopped)
        {
            await AnswerAsync(context, new ControlProblem(StatusCodes.Status503ServiceUnavailable, stopped.Message));
        }
    }

    private Task<object> RunAsync(HttpContext context)
    {
        string[] path = (context.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        return (context.Request.Method, path) switch
        {
            ("GET", ["sim", "status"]) => StatusAsync(),
            ("GET", ["sim", "accounts"]) => loop.RunAsync(null, _ => _views.Accounts()),
            ("GET", ["sim", "orders"]) => loop.RunAsync(null, _ => _books.Orders()),
            ("GET", ["sim", "fills"]) => loop.RunAsync(null, _ => _books.Fills()),
            ("GET", ["sim", "faults"]) => FaultsAsync(),
            ("POST", ["sim", "time"]) => SetTimeAsync(context),
            ("POST", ["sim", "faults"]) => InjectAsync(context),
            ("DELETE", ["sim", "faults", var id]) => TakeBackAsync(id),
            ("GET", ["sim", "coins"]) => Task.FromResult(CoinsView()),
            ("POST", ["sim", "coins", var coin]) => MoveCoinAsync(context, coin),
            ("DELETE", ["sim", "limits"]) => ForgetRequestsAsync(),
            ("POST", ["sim", "accounts", var venue, "deposit"]) => TransferAsync(context, venue, sign: 1),
            ("POST", ["sim", "accounts", var venue, "withdraw"]) => TransferAsync(context, venue, sign: -1),
            ("POST", ["sim", "accounts", var venue, "settings"]) => ChangeSettingsAsync(context, venue),
            (_, ["sim", "status" or "accounts" or "orders" or "fills" or "coins"]) => throw MethodProblem("GET"),
            (_, ["sim", "time"] or ["sim", "coins", _]) => throw MethodProblem("POST"),
            (_, ["sim", "faults"]) => throw MethodProblem("GET and POST"),
            (_, ["sim", "faults", _] or ["sim", "limits"]) => throw MethodProblem("DELETE"),
            (_, ["sim", "accounts", _, "deposit" or "withdraw" or "settings"]) => throw MethodProblem("POST"),
            _ => throw new ControlException(
                StatusCodes.Status404NotFound,
                "there are /sim/status, /sim/accounts, /sim/orders, /sim/fills, /sim/accounts/{venue}/deposit, /sim/accounts/{venue}/withdraw, /sim/accounts/{venue}/settings, /sim/time, /sim/coins, /sim/coins/{coin}, /sim/limits, /sim/faults and /sim/faults/{id}"),
        };
    }

    private async Task<object> StatusAsync()
    {
        FaultReport faults = await host.FaultsAsync();
        return await loop.RunAsync(null, _ => _views.Status(faults));
    }

    private async Task<object> FaultsAsync() => ControlViews.Faults(await host.FaultsAsync());

    private async Task<object> SetTimeAsync(HttpContext context)
    {
        ControlBody body = await ControlBody.ReadAsync(context.Request);
        decimal? advance = body.Number("advance_s");
        DateTimeOffset? instant = body.Instant("set_to");
        decimal? speed = body.Number("speed");
        body.Check();
        if ((advance is not null && instant is not null) || (advance is null && instant is null && speed is null))
        {
            throw Unprocessable("give advance_s or set_to, or speed, or speed with one of the two");
        }

        if (speed is { } wanted && wanted != 0m && (double)wanted is not (>= SimulationClock.MinSpeed and <= SimulationClock.MaxSpeed))
        {
            throw Unprocessable($"speed is {WireNumber.Format(wanted)}: give {SimulationClock.MinSpeed} to {SimulationClock.MaxSpeed}, or 0 for virtual time");
        }

        if (advance is < 0m || advance > (decimal)LongestAdvance.TotalSeconds)
        {
            throw Unprocessable($"advance_s is {WireNumber.Format(advance.Value)}: give 0 to {LongestAdvance.TotalSeconds}");
        }

        DateTimeOffset now = host.Clock.GetUtcNow();
        DateTimeOffset target = instant ?? now + TimeSpan.FromTicks((long)((advance ?? 0m) * TimeSpan.TicksPerSecond));
        if (target < now || target - now > LongestAdvance)
        {
            throw Unprocessable($"set_to is {target:O} and the market is at {now:O}: market time goes forward only, up to {LongestAdvance.TotalDays} days at a time");
        }

        if (speed is { } chosen)
        {
            host.Clock.SetSpeed((double)chosen);
        }

        DateTimeOffset reached = target > now ? await host.AdvanceToAsync(target) : await loop.RunAsync(null, at => at);
        return new { market_time = reached, speed = host.Clock.Speed, feed_ended = market.HasEnded };
    }

    private async Task<object> InjectAsync(HttpContext context)
    {
        FaultRule rule = FaultPlanFile.ParseRule(await ControlBody.TextAsync(context.Request));
        int id = await host.InjectAsync(rule);
        return new { id, faults = ControlViews.Of((await host.FaultsAsync()).Faults.Where(fault => fault.Id == id)) };
    }

    private async Task<object> TakeBackAsync(string id)
    {
        if (!int.TryParse(id, out int number) || !await host.TakeBackAsync(number))
        {
            throw new ControlException(StatusCodes.Status404NotFound, $"there is no fault {id} that could be taken back");
        }

        return new { id = number, taken_back = true };
    }

    private Task<object> ForgetRequestsAsync()
    {
        host.ForgetRequests();
        return Task.FromResult<object>(new { forgotten = true });
    }

    private object CoinsView() => new
    {
        coins = market.Venues.Select(venue => new { venue = venue.Id.Name, usd = CoinPrices.Coins.ToDictionary(coin => coin, coin => host.Coins.Of(venue.Id, coin)) }),
    };

    private async Task<object> MoveCoinAsync(HttpContext context, string coin)
    {
        if (!CoinPrices.Coins.Contains(coin))
        {
            throw new ControlException(StatusCodes.Status404NotFound, $"there is no coin '{coin}': {string.Join(", ", CoinPrices.Coins)}");
        }

        ControlBody body = await ControlBody.ReadAsync(context.Request);
        decimal? dollars = body.Number("usd");
        string? venueName = body.Text("venue");
        body.Check();
        if (dollars is not (> 0m and <= 10m))
        {
            throw Unprocessable($"usd is {(dollars is { } given ? WireNumber.Format(given) : "missing")}: give more than 0 and up to 10");
        }

        SimulatedVenue[] moved = [.. market.Venues.Where(one => venueName is null || one.Id == new VenueId(venueName))];
        if (moved.Length == 0)
        {
            throw Unprocessable($"there is no venue '{venueName}': {string.Join(", ", market.Venues.Select(one => one.Id))}");
        }

        Array.ForEach(moved, one => host.Coins.Set(one.Id, coin, dollars.Value));
        return CoinsView();
    }

    private async Task<object> TransferAsync(HttpContext context, string venueName, int sign)
    {
        SimulatedVenue venue = Find(venueName);
        ControlBody body = await ControlBody.ReadAsync(context.Request);
        decimal? amount = body.Number("amount");
        decimal number = body.Number("account") ?? 1m;
        body.Check();
        if (amount is not (> 0m and <= 1_000_000_000_000m))
        {
            throw Unprocessable($"amount is {(amount is { } given ? WireNumber.Format(given) : "missing")}: give more than 0 and up to 1000000000000");
        }

        return await loop.RunAsync<object>(null, now =>
        {
            string account = AccountOf(venue, number);
            decimal available = venue.Summary(account).AvailableBalance;
            if (sign < 0 && amount > available)
            {
                throw new ControlException(
                    StatusCodes.Status409Conflict, $"{WireNumber.Format(amount.Value)} is more than the {WireNumber.Format(available)} that can be taken out");
            }

            venue.Transfer(account, sign * amount.Value, now);
            return new { venue = venue.Id.Name, account = (int)number, wallet_balance = venue.Summary(account).WalletBalance };
        });
    }

    /// <summary>Somebody changes the account on the venue's site: whoever trades with its key is told as the venue tells it, or not at all.</summary>
    private async Task<object> ChangeSettingsAsync(HttpContext context, string venueName)
    {
        SimulatedVenue venue = Find(venueName);
        ControlBody body = await ControlBody.ReadAsync(context.Request);
        string? symbolText = body.Text("symbol");
        decimal? leverage = body.Number("leverage");
        string? margin = body.Text("margin_mode");
        string? position = body.Text("position_mode");
        decimal number = body.Number("account") ?? 1m;
        body.Check();
        Symbol symbol = default;
        if ((leverage is not null || margin is not null) && !Symbol.TryParse(symbolText, out symbol))
        {
            throw Unprocessable($"symbol is '{symbolText}': leverage and margin_mode are of one symbol, such as BTCUSDT");
        }

        if (leverage is { } times && (times < 1m || times > 1_000m || times != decimal.Truncate(times)))
        {
            throw Unprocessable($"leverage is {WireNumber.Format(times)}: give a whole number from 1 on");
        }

        var change = new SettingsChange(
            symbol.IsDefined ? symbol : null, (int?)leverage,
            margin is null ? null : margin == "cross" ? MarginMode.Cross : margin == "isolated" ? MarginMode.Isolated : throw Unprocessable($"margin_mode is '{margin}': give cross or isolated"),
            position is null ? null : position == "one_way" ? PositionMode.OneWay : position == "hedge" ? PositionMode.Hedge : throw Unprocessable($"position_mode is '{position}': give one_way or hedge"));
        if (change is { Leverage: null, MarginMode: null, PositionMode: null })
        {
            throw Unprocessable("give leverage, margin_mode or position_mode");
        }

        return await loop.RunAsync<object>(null, now =>
        {
            string account = AccountOf(venue, number);
            if (change.Apply(venue, account, now) is { } refused)
            {
                throw new ControlException(StatusCodes.Status409Conflict, refused.Message);
            }

            return new { venue = venue.Id.Name, account = (int)number, changed = true };
        });
    }

    private SimulatedVenue Find(string venueName) => market.Venues.FirstOrDefault(one => one.Id == new VenueId(venueName))
        ?? throw new ControlException(StatusCodes.Status404NotFound, $"there is no venue '{venueName}': {string.Join(", ", market.Venues.Select(one => one.Id))}");

    private static string AccountOf(SimulatedVenue venue, decimal number)
    {
        IReadOnlyList<string> accounts = venue.Accounts;
        return number >= 1m && number <= accounts.Count && number == decimal.Truncate(number)
            ? accounts[(int)number - 1]
            : throw new ControlException(StatusCodes.Status404NotFound, $"{venue.Id} has {accounts.Count} accounts, none with the number {WireNumber.Format(number)}");
    }

    private static ControlException MethodProblem(string methods) => new(StatusCodes.Status405MethodNotAllowed, $"only {methods} here");

    private static ControlException Unprocessable(string detail) => new(StatusCodes.Status422UnprocessableEntity, detail);

    private static Task AnswerAsync(HttpContext context, ControlProblem problem) =>
        AnswerAsync(context, problem.Status, new { detail = problem.Detail });

    private static Task AnswerAsync(HttpContext context, int status, object body)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(body, body.GetType(), ControlViews.Json, context.RequestAborted);
    }
}
