namespace Vernier.Pangolin.Certificates;

/// <summary>A row of the table of accounts at ACME servers.</summary>
internal sealed record AccountRow
{
    /// <summary>The URL of the server's directory.</summary>
    public string Directory { get; init; } = "";

    public string KeyPem { get; init; } = "";

    /// <summary>The URL of the account; null before it is created at the server.</summary>
    public string? Url { get; init; }
}

/// <summary>A row of the table of issued certificates, without the certificate. Times are Unix milliseconds.</summary>
internal sealed record CertificateRow
{
    /// <summary>The value of <see cref="BlockedUntil"/> after an operator has requested an attempt.</summary>
    public const long Requested = -1;

    public string Host { get; init; } = "";

    /// <summary>The number of certificates that were issued; 0 before the first one.</summary>
    public long Version { get; init; }

    public long IssuedFrom { get; init; }

    public long Expires { get; init; }

    /// <summary>The number of failed attempts since the last certificate.</summary>
    public long Failures { get; init; }

    /// <summary>Until when no attempt starts: during an attempt, after a failed one, and for a while after a success.</summary>
    public long BlockedUntil { get; init; }

    /// <summary>Why the last attempt failed; null if it succeeded.</summary>
    public string? Error { get; init; }
}

/// <summary>A certificate of the table of issued certificates.</summary>
internal sealed record IssuedRow
{
    /// <summary>The certificate and those of the issuers.</summary>
    public string ChainPem { get; init; } = "";

    public string KeyPem { get; init; } = "";
}

/// <summary>A row of the table of challenges.</summary>
internal sealed record ChallengeRow
{
    public string Token { get; init; } = "";

    public string Host { get; init; } = "";

    public string KeyAuthorization { get; init; } = "";

    /// <summary>When the challenge is no longer served, in Unix milliseconds.</summary>
    public long Expires { get; init; }
}
