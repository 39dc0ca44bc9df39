namespace Vernier.Host.Demo;

/// <summary>The address at which this machine reaches a server that it runs.</summary>
internal static class ReachableAddress
{
    /// <summary>Returns the address on which a server listens, or localhost if it listens on all addresses.</summary>
    public static Uri Of(string listening)
    {
        var address = new UriBuilder(listening);
        if (address.Host is "0.0.0.0" or "[::]")
            address.Host = "localhost";
        return address.Uri;
    }
}
