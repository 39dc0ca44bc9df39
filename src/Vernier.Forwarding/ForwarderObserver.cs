namespace Vernier.Forwarding;

/// <summary>
/// Observes one forwarded request. The methods are called in the order of the exchange; those for the request body may run concurrently with those
/// for the response. They must be fast and must not throw.
/// </summary>
internal abstract class ForwarderObserver
{
    /// <summary>Called after request body bytes were written to the destination.</summary>
    /// <param name="bytes">The bytes; valid only during the call.</param>
    public virtual void RequestBodySent(ReadOnlySpan<byte> bytes)
    {
    }

    /// <summary>Called first when the headers of the response have arrived. An exception rejects the response: the client does not get it.</summary>
    /// <param name="response">The response. Its content must not be read.</param>
    /// <returns>The reason; null to accept it.</returns>
    public virtual Exception? Reject(HttpResponseMessage response) => null;

    /// <summary>Called when the headers of the response have arrived, before they are copied to the client's response.</summary>
    /// <param name="response">The response. Its content must not be read.</param>
    public virtual void ResponseReceived(HttpResponseMessage response)
    {
    }

    /// <summary>Called after response body bytes were written to the client and flushed.</summary>
    /// <param name="bytes">The bytes; valid only during the call.</param>
    public virtual void ResponseBodySent(ReadOnlySpan<byte> bytes)
    {
    }
}
