namespace Vernier.Pangolin.SignIn.Tokens;

/// <summary>A token that gives access to a resource, without its secret.</summary>
internal sealed record AccessToken
{
    public string Id { get; init; } = "";

    public string ResourceId { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>In Unix milliseconds.</summary>
    public long Created { get; init; }

    /// <summary>When the token expires, in Unix milliseconds; null if it does not.</summary>
    public long? Expires { get; init; }
}

/// <summary>A new token with its secret, which is shown once. Not a record, whose text would contain the secret.</summary>
internal sealed class IssuedAccessToken(AccessToken token, string secret)
{
    public AccessToken Token { get; } = token;

    /// <summary>What clients send. Only its hash is stored.</summary>
    public string Secret { get; } = secret;
}
