using Vernier.Services.Storage;

namespace Vernier.Pangolin.Certificates;

/// <summary>
/// The tables of the ACME server's accounts, certificates and challenges. Keys are stored as PEM: whoever reads the database can use the certificates.
/// </summary>
internal sealed class CertificateStore(Database database)
{
    public static readonly TableScript Tables = new("""
        CREATE TABLE IF NOT EXISTS pangolin_acme_accounts(
            directory text PRIMARY KEY, key_pem text NOT NULL, url text, created bigint NOT NULL);
        CREATE TABLE IF NOT EXISTS pangolin_acme_certificates(
            host text PRIMARY KEY, chain_pem text, key_pem text, version bigint NOT NULL, not_after bigint NOT NULL, failures bigint NOT NULL,
            next_attempt bigint NOT NULL, error text);
        CREATE TABLE IF NOT EXISTS pangolin_acme_challenges(
            token text PRIMARY KEY, host text NOT NULL, key_authorization text NOT NULL, expires bigint NOT NULL);
        """);

    /// <summary>Returns a challenge that has not expired; null if there is none.</summary>
    public Task<ChallengeRow?> FindChallengeAsync(string token, long now, CancellationToken cancellation) => database.ReadAsync(session =>
        session.FirstOrDefaultAsync<ChallengeRow>(
            "SELECT token, host, key_authorization, expires FROM pangolin_acme_challenges WHERE token = @Token AND expires > @Now",
            new { Token = token, Now = now }), cancellation);
}
