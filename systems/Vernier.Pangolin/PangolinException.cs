namespace Vernier.Pangolin;

/// <summary>
/// The environment prevents Pangolin from working: a port is in use, a certificate cannot be read, or the service would be open to other machines. An
/// application gets this exception when it starts. The message is for the operator and contains no secrets.
/// </summary>
public class PangolinException : Exception
{
    internal PangolinException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
