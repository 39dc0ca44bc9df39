using Vernier.Services.Storage;

namespace Vernier.Pangolin.Certificates;

/// <summary>
/// The tables of accounts at ACME servers, issued certificates and challenges, which all servers share. Keys are stored as PEM: access to the
/// database is access to the certificates. Thread-safe.
/// </summary>
internal sealed class CertificateStore(Database database)
{
    public static readonly TableScript Tables = new("""
        CREATE TABLE IF NOT EXISTS pangolin_acme_accounts(
            directory text PRIMARY KEY, key_pem text NOT NULL, url text);
        CREATE TABLE IF NOT EXISTS pangolin_acme_certificates(
            host text PRIMARY KEY, chain_pem text, key_pem text, version bigint NOT NULL, issued_from bigint NOT NULL, expires bigint NOT NULL,
            failures bigint NOT NULL, blocked_until bigint NOT NULL, error text);
        CREATE TABLE IF NOT EXISTS pangolin_acme_challenges(
            token text PRIMARY KEY, host text NOT NULL, key_authorization text NOT NULL, expires bigint NOT NULL);
        """);

    /// <summary>Returns the account at a server. A new one gets a key, which all servers that share the database use.</summary>
    public Task<AccountRow> GetAccountAsync(string directory, string newKeyPem, CancellationToken cancellation) => database.WriteAsync(async session =>
    {
        await session.ExecuteAsync(
            "INSERT INTO pangolin_acme_accounts(directory, key_pem) VALUES (@Directory, @KeyPem) ON CONFLICT DO NOTHING",
            new { Directory = directory, KeyPem = newKeyPem }).ConfigureAwait(false);
        return (await session.FirstOrDefaultAsync<AccountRow>(
            "SELECT directory, key_pem, url FROM pangolin_acme_accounts WHERE directory = @Directory", new { Directory = directory }).ConfigureAwait(false))!;
    }, cancellation);

    public Task SetAccountUrlAsync(string directory, string url, CancellationToken cancellation) => database.WriteAsync(session =>
        session.ExecuteAsync("UPDATE pangolin_acme_accounts SET url = @Url WHERE directory = @Directory", new { Directory = directory, Url = url }), cancellation);

    public Task<IReadOnlyList<CertificateRow>> ListAsync(CancellationToken cancellation) => database.ReadAsync(session => session.QueryAsync<CertificateRow>(
        "SELECT host, version, issued_from, expires, failures, blocked_until, error FROM pangolin_acme_certificates ORDER BY host"), cancellation);

    public Task<CertificateRow?> FindAsync(string host, CancellationToken cancellation) => database.ReadAsync(session => session.FirstOrDefaultAsync<CertificateRow>(
        "SELECT host, version, issued_from, expires, failures, blocked_until, error FROM pangolin_acme_certificates WHERE host = @Host",
        new { Host = host }), cancellation);

    /// <summary>Returns the certificate of a host; null if none was issued yet.</summary>
    public Task<IssuedRow?> ReadAsync(string host, CancellationToken cancellation) => database.ReadAsync(session => session.FirstOrDefaultAsync<IssuedRow>(
        "SELECT chain_pem, key_pem FROM pangolin_acme_certificates WHERE host = @Host AND chain_pem IS NOT NULL", new { Host = host }), cancellation);

    /// <summary>
    /// Reserves an attempt to order a certificate. Returns false if another server has reserved one or has finished one since the row was read.
    /// </summary>
    /// <param name="row">The row as it was read; a new host has version 0.</param>
    /// <param name="until">Until when no other attempt starts, in Unix milliseconds.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public Task<bool> ClaimAsync(CertificateRow row, long until, CancellationToken cancellation) => database.WriteAsync(async session =>
        await session.ExecuteAsync("""
            INSERT INTO pangolin_acme_certificates(host, version, issued_from, expires, failures, blocked_until) VALUES (@Host, 0, 0, 0, 0, @Until)
            ON CONFLICT (host) DO UPDATE SET blocked_until = excluded.blocked_until
            WHERE pangolin_acme_certificates.version = @Version AND pangolin_acme_certificates.blocked_until = @BlockedUntil
            """, new { row.Host, row.Version, row.BlockedUntil, Until = until }).ConfigureAwait(false) == 1, cancellation);

    /// <summary>Stores a new certificate.</summary>
    /// <param name="issued">The certificate with its key.</param>
    /// <param name="row">The host, the times of the certificate, and before when it is not renewed.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public Task CompleteAsync(IssuedRow issued, CertificateRow row, CancellationToken cancellation) => database.WriteAsync(session =>
        session.ExecuteAsync("""
            UPDATE pangolin_acme_certificates
            SET chain_pem = @ChainPem, key_pem = @KeyPem, version = version + 1, issued_from = @IssuedFrom, expires = @Expires, failures = 0,
                blocked_until = @BlockedUntil, error = NULL
            WHERE host = @Host
            """, new { row.Host, issued.ChainPem, issued.KeyPem, row.IssuedFrom, row.Expires, row.BlockedUntil }), cancellation);

    public Task FailAsync(string host, string error, long blockedUntil, CancellationToken cancellation) => database.WriteAsync(session =>
        session.ExecuteAsync(
            "UPDATE pangolin_acme_certificates SET failures = failures + 1, blocked_until = @BlockedUntil, error = @Error WHERE host = @Host",
            new { Host = host, Error = error, BlockedUntil = blockedUntil }), cancellation);

    /// <summary>Makes an attempt due now, unless no certificate of the host was ordered yet.</summary>
    public Task RequestAsync(string host, CancellationToken cancellation) => database.WriteAsync(session => session.ExecuteAsync(
        "UPDATE pangolin_acme_certificates SET blocked_until = @Requested WHERE host = @Host", new { Host = host, CertificateRow.Requested }), cancellation);

    public Task AddChallengeAsync(ChallengeRow challenge, CancellationToken cancellation) => database.WriteAsync(session => session.ExecuteAsync("""
        INSERT INTO pangolin_acme_challenges(token, host, key_authorization, expires) VALUES (@Token, @Host, @KeyAuthorization, @Expires)
        ON CONFLICT (token) DO UPDATE SET host = excluded.host, key_authorization = excluded.key_authorization, expires = excluded.expires
        """, challenge), cancellation);

    /// <summary>Returns a challenge that has not expired; null if there is none.</summary>
    public Task<ChallengeRow?> FindChallengeAsync(string token, long now, CancellationToken cancellation) => database.ReadAsync(session =>
        session.FirstOrDefaultAsync<ChallengeRow>(
            "SELECT token, host, key_authorization, expires FROM pangolin_acme_challenges WHERE token = @Token AND expires > @Now",
            new { Token = token, Now = now }), cancellation);

    public Task RemoveChallengeAsync(string token, CancellationToken cancellation) => database.WriteAsync(session =>
        session.ExecuteAsync("DELETE FROM pangolin_acme_challenges WHERE token = @Token", new { Token = token }), cancellation);

    /// <summary>Removes expired challenges, and expired certificates of hosts that no resource has.</summary>
    public Task CleanUpAsync(IReadOnlyList<string> hosts, long now, CancellationToken cancellation) => database.WriteAsync(async session =>
    {
        await session.ExecuteAsync("DELETE FROM pangolin_acme_challenges WHERE expires <= @Now", new { Now = now }).ConfigureAwait(false);
        await session.ExecuteAsync(
            $"DELETE FROM pangolin_acme_certificates WHERE expires <= @Now AND blocked_until <= @Now AND {database.NotIn("host", "@Hosts")}",
            new { Now = now, Hosts = hosts.ToArray() }).ConfigureAwait(false);
    }, cancellation);
}
