namespace Vernier.Pangolin.Certificates;

/// <summary>A row of the table of challenges.</summary>
internal sealed record ChallengeRow
{
    public string Token { get; init; } = "";

    public string Host { get; init; } = "";

    public string KeyAuthorization { get; init; } = "";

    /// <summary>When the challenge is no longer served, in Unix milliseconds.</summary>
    public long Expires { get; init; }
}
