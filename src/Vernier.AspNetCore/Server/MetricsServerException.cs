namespace Vernier.AspNetCore.Server;

/// <summary>A <see cref="MetricsServer"/> cannot listen where its options say. The message is one line that names the port and the setting.</summary>
public sealed class MetricsServerException : IOException
{
    internal MetricsServerException(string message, string address, int port, Exception? cause)
        : base(message, cause)
    {
        Address = address;
        Port = port;
    }

    /// <summary>The address, as the options have it.</summary>
    public string Address { get; }

    /// <summary>The port, as the options have it.</summary>
    public int Port { get; }
}
