using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vernier.Pangolin.Certificates.Acme;

/// <summary>Describes the problem documents of ACME servers (RFC 7807 and RFC 8555, section 6.7).</summary>
internal static class AcmeProblem
{
    public const string BadNonce = "badNonce";

    public const string AccountDoesNotExist = "accountDoesNotExist";

    private const string Prefix = "urn:ietf:params:acme:error:";
    private const int MaxDetailLength = 300;

    /// <summary>Returns the type of a problem without its prefix; null for a problem without a type.</summary>
    public static string? TypeOf(JsonNode? problem) =>
        problem is JsonObject document && document["type"] is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? Printable(value.GetValue<string>() is var type && type.StartsWith(Prefix, StringComparison.Ordinal) ? type[Prefix.Length..] : type)
            : null;

    /// <summary>Describes a problem: what the server wrote, its type, and what to do.</summary>
    /// <param name="problem">The problem document; null for a response without one.</param>
    /// <param name="isChallenge">Whether the problem is that of a challenge, not of a request.</param>
    public static string Describe(JsonNode? problem, bool isChallenge)
    {
        var detail = problem is JsonObject document && document["detail"] is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? Printable(value.GetValue<string>()).TrimEnd('.')
            : "no details";
        return TypeOf(problem) is { } type ? $"{detail} ({type}).{AdviceOn(type, isChallenge)}" : $"{detail}.";
    }

    private static string AdviceOn(string type, bool isChallenge) => type switch
    {
        "caa" => " Change the CAA record of the host.",
        "connection" => " Check that port 80 of the host reaches this server.",
        "dns" => " Check the A and AAAA records of the host.",
        "externalAccountRequired" => " Set external_account_id and external_account_key.",
        "incorrectResponse" or "unauthorized" when isChallenge => " Check that the host resolves to this server, and that nothing in front of it responds instead.",
        "invalidContact" or "unsupportedContact" => " Check contacts.",
        "rejectedIdentifier" or "unsupportedIdentifier" => " The ACME server does not issue certificates for this host; use a certificate file.",
        "userActionRequired" => " Log in to the provider of the ACME server, for example to accept its new terms of service.",
        _ => "",
    };

    /// <summary>Limits a text of the server, and removes what could forge lines of the log.</summary>
    private static string Printable(string text)
    {
        var clean = new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);
        return clean.Length <= MaxDetailLength ? clean : $"{clean[..MaxDetailLength]}…";
    }
}
