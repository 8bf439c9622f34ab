// The three venues' scripts mostly wait for their client's own rate limits: all of them run at once, on two cores too.
[assembly: CollectionBehavior(MaxParallelThreads = -1)]
