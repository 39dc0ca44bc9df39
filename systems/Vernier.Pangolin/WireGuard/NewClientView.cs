namespace Vernier.Pangolin.WireGuard;

/// <summary>A new client with its secret, which is not available later. Not a record, whose text would contain the secret.</summary>
internal sealed class NewClientView(ClientView client, string secret)
{
    public ClientView Client { get; } = client;

    public string Secret { get; } = secret;
}
