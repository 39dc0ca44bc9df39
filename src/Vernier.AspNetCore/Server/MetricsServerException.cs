namespace Vernier.AspNetCore.Server;

/// <summary>A <see cref="MetricsServer"/> cannot listen on its address or port. The message is one line that contains the port and the setting.</summary>
public sealed class MetricsServerException : IOException
{
    internal MetricsServerException(string message, string address, int port, Exception? cause)
        : base(message, cause)
    {
        Address = address;
        Port = port;
    }

    /// <summary>Gets the address as configured.</summary>
    public string Address { get; }

    /// <summary>Gets the port as configured.</summary>
    public int Port { get; }
}
