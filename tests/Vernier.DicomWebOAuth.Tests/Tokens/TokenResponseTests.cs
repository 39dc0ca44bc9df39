using System.Text;
using Vernier.DicomWebOAuth.Errors;
using Vernier.DicomWebOAuth.Tokens;

namespace Vernier.DicomWebOAuth.Tests.Tokens;

/// <summary>Responses of token endpoints with text that is not valid Unicode.</summary>
public class TokenResponseTests
{
    [Theory]
    [InlineData("{\"access_token\":\"\\ud800\"}")]
    [InlineData("{\"access_token\":\"a\",\"token_type\":\"\\udc00\"}")]
    [InlineData("{\"access_token\":\"a\",\"expires_in\":\"\\ud800\"}")]
    public void Read_HalfOfASurrogatePair_IsAnInvalidResponse(string json)
    {
        var exception = Should.Throw<DicomWebOAuthException>(() => TokenResponse.Read(Encoding.UTF8.GetBytes(json), DateTimeOffset.UnixEpoch));
        exception.Message.ShouldContain("half of a surrogate pair");
    }

    [Fact]
    public void ReadError_HalfOfASurrogatePair_IsNull() => TokenResponse.ReadError("{\"error\":\"\\ud800\"}"u8.ToArray()).ShouldBeNull();
}
