namespace PropBot.Core.Engine.State;

/// <summary>How long a venue usually takes from our sending an immediate order to our knowing all its fills.</summary>
internal sealed class FillLatency
{
    /// <summary>Fewer orders say nothing.</summary>
    private const int FewestOrders = 5;

    /// <summary>Each order moves the usual value by this part of its difference.</summary>
    private const int Inertia = 8;

    private TimeSpan _usual;
    private int _orders;

    /// <summary>Null until enough orders have filled.</summary>
    public TimeSpan? Usual => _orders >= FewestOrders ? _usual : null;

    public void Observe(TimeSpan latency)
    {
        _usual = _orders == 0 ? latency : _usual + ((latency - _usual) / Inertia);
        _orders++;
    }
}
