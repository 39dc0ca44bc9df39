namespace Vernier.Pangolin.Certificates.Acme;

/// <summary>How to reach an ACME server.</summary>
/// <param name="Directory">The URL of its directory.</param>
/// <param name="CaFile">The PEM file with the certificate authorities to trust; null for those of the system.</param>
/// <param name="Timeout">The maximum time for one request.</param>
internal sealed record AcmeServer(Uri Directory, string? CaFile, TimeSpan Timeout);

/// <summary>What a new account needs.</summary>
/// <param name="Contacts">The e-mail addresses.</param>
/// <param name="ExternalId">The key identifier of the external account; null for none.</param>
/// <param name="ExternalKey">The key of the external account; null for none.</param>
internal sealed record AcmeRegistration(IReadOnlyList<string> Contacts, string? ExternalId, byte[]? ExternalKey);

/// <summary>The resources of an ACME server (RFC 8555, section 7.1.1).</summary>
internal sealed record AcmeDirectory(Uri NewNonce, Uri NewAccount, Uri NewOrder, bool RequiresExternalAccount);

/// <summary>An order of a certificate (RFC 8555, section 7.1.3).</summary>
internal sealed record AcmeOrder(Uri Url, IReadOnlyList<Uri> Authorizations, Uri Finalize);

/// <summary>The challenge HTTP-01 of an authorization (RFC 8555, section 8.3).</summary>
/// <param name="Authorization">The URL of the authorization.</param>
/// <param name="Url">The URL of the challenge.</param>
/// <param name="Token">The token, which is part of the path that the ACME server requests.</param>
internal sealed record AcmeChallenge(Uri Authorization, Uri Url, string Token);
