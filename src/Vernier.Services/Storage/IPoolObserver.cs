namespace Vernier.Services.Storage;

/// <summary>Receives the events of a <see cref="ConnectionPool"/>. The methods must be fast and must not throw.</summary>
internal interface IPoolObserver
{
    /// <summary>The number of connections in a state has changed. Calls do not overlap.</summary>
    /// <param name="inUse">The connections that operations use, including those that are being opened.</param>
    /// <param name="idle">The open connections that no operation uses.</param>
    /// <param name="waiting">The operations that wait for a connection.</param>
    void Changed(int inUse, int idle, int waiting);

    /// <summary>An operation has waited for a connection: for a free one, or until a new one was open.</summary>
    void Waited(TimeSpan time);
}
