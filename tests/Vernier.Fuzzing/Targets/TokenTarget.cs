using System.Text;
using Vernier.DicomWebOAuth.Errors;
using Vernier.DicomWebOAuth.Tokens;

namespace Vernier.Fuzzing.Targets;

/// <summary>Responses of token endpoints.</summary>
internal sealed class TokenTarget : FuzzTarget
{
    public override string Name => "token";

    public override IReadOnlyList<string> Corpus =>
        ["{\"access_token\":\"abc\",\"token_type\":\"Bearer\",\"expires_in\":3600}", "{\"access_token\":\"a.b-c\",\"expires_in\":\"60\"}", "{\"access_token\":\"a\",\"error\":\"invalid_client\"}"];

    public override IReadOnlyList<string> Dictionary => ["{", "}", ",", ":", "\"", "\"access_token\"", "\"error\":\"", "\\ud800", "\"\\udc00\":1,", "null", "1e999", "-1", "NaN", "[", "]"];

    public override bool Run(string input)
    {
        var body = Encoding.UTF8.GetBytes(input);
        TokenResponse.ReadError(body);
        try
        {
            var token = TokenResponse.Read(body, DateTimeOffset.UnixEpoch);
            Require(token.ExpiresAt > DateTimeOffset.UnixEpoch, "a token has expired from the start");
            return true;
        }
        catch (DicomWebOAuthException)
        {
            return false;
        }
    }
}
