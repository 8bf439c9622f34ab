namespace PropBot.Simulator.Framing;

/// <summary>Who wants which topic, in the order of subscribing. Used on the loop only.</summary>
public sealed class SubscriptionTable<TTopic>
    where TTopic : notnull
{
    private readonly Dictionary<TTopic, List<WebSocketSession>> _byTopic = [];
    private readonly Dictionary<WebSocketSession, List<TTopic>> _bySession = [];

    /// <summary>Topics of a session in the order of subscribing.</summary>
    public IReadOnlyList<TTopic> TopicsOf(WebSocketSession session) =>
        _bySession.TryGetValue(session, out List<TTopic>? topics) ? topics : [];

    public IReadOnlyList<WebSocketSession> SessionsOf(TTopic topic) =>
        _byTopic.TryGetValue(topic, out List<WebSocketSession>? sessions) ? sessions : [];

    public bool HasSubscribers(TTopic topic) => _byTopic.ContainsKey(topic);

    /// <returns>False when it was subscribed already.</returns>
    public bool Add(WebSocketSession session, TTopic topic)
    {
        List<TTopic> topics = ListOf(_bySession, session);
        if (topics.Contains(topic))
        {
            return false;
        }

        topics.Add(topic);
        ListOf(_byTopic, topic).Add(session);
        return true;
    }

    /// <returns>False when it was not subscribed.</returns>
    public bool Remove(WebSocketSession session, TTopic topic)
    {
        if (!_bySession.TryGetValue(session, out List<TTopic>? topics) || !topics.Remove(topic))
        {
            return false;
        }

        List<WebSocketSession> sessions = _byTopic[topic];
        sessions.Remove(session);
        if (sessions.Count == 0)
        {
            _byTopic.Remove(topic);
        }

        return true;
    }

    public void RemoveSession(WebSocketSession session)
    {
        foreach (TTopic topic in TopicsOf(session).ToArray())
        {
            Remove(session, topic);
        }

        _bySession.Remove(session);
    }

    public void Send(TTopic topic, ReadOnlyMemory<byte> utf8)
    {
        if (_byTopic.TryGetValue(topic, out List<WebSocketSession>? sessions))
        {
            foreach (WebSocketSession session in sessions)
            {
                session.Send(utf8);
            }
        }
    }

    private static List<TValue> ListOf<TKey, TValue>(Dictionary<TKey, List<TValue>> lists, TKey key)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out List<TValue>? list))
        {
            list = [];
            lists.Add(key, list);
        }

        return list;
    }
}
