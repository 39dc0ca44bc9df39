namespace Vernier.Pangolin.Client;

/// <summary>The server rejects a client; another attempt with the same options does not help.</summary>
internal sealed class ClientRejectedException(string message) : Exception(message);
