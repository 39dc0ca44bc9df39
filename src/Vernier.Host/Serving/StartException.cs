namespace Vernier.Host.Serving;

/// <summary>A system cannot start for a reason that lies outside of it; the message is one line for a person.</summary>
internal sealed class StartException(string message) : Exception(message);
