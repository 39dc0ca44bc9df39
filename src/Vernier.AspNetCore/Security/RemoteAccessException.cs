namespace Vernier.AspNetCore.Security;

/// <summary>A service without authentication of its clients would be reachable from other machines. The message is one line that contains the settings.</summary>
public sealed class RemoteAccessException : InvalidOperationException
{
    internal RemoteAccessException(string message)
        : base(message)
    {
    }
}
