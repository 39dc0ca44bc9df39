namespace Vernier.Pangolin.Certificates.Acme;

/// <summary>An operation of the ACME server failed. The message is for the operator and contains no secrets.</summary>
internal sealed class AcmeException(AcmeEvent failure, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The kind of failure, as it is counted.</summary>
    public AcmeEvent Failure { get; } = failure;

    /// <summary>The type of the problem without <c>urn:ietf:params:acme:error:</c>, such as <c>badNonce</c>; null if the server sent none.</summary>
    public string? Problem { get; init; }

    /// <summary>How long the server asks to wait before the next attempt; null if it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
