using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Vernier.Pangolin.Certificates.Acme;

namespace Vernier.Pangolin.Tests.Certificates.Acme;

public class AcmeKeyTests
{
    private static readonly Uri Url = new("https://acme.example.com/new-order");

    [Fact]
    public void Thumbprint_Key_IsTheHashOfItsCanonicalForm()
    {
        using var key = AcmeKey.FromPem(AcmeKey.CreatePem());
        var canonical = $$"""{"crv":"P-256","kty":"EC","x":"{{key.Jwk["x"]}}","y":"{{key.Jwk["y"]}}"}""";
        key.Thumbprint.ShouldBe(Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        key.Authorize("token").ShouldBe($"token.{key.Thumbprint}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    public void FromPem_Damaged_FailsWithoutShowingIt(string pem)
    {
        var failure = Should.Throw<AcmeException>(() => AcmeKey.FromPem(pem));
        failure.Message.ShouldContain("pangolin_acme_accounts");
        failure.ToString().ShouldNotContain("AAAA");
    }

    [Fact]
    public void FromPem_AnotherCurve_Fails()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Should.Throw<AcmeException>(() => AcmeKey.FromPem(key.ExportPkcs8PrivateKeyPem()));
    }

    [Fact]
    public void Sign_Request_HasAValidSignatureOfHeaderAndPayload()
    {
        var pem = AcmeKey.CreatePem();
        using var key = AcmeKey.FromPem(pem);
        var jws = AcmeJws.Sign(key, null, "nonce-1", Url, new JsonObject { ["a"] = 1 });
        var header = JsonNode.Parse(Base64Url.DecodeFromChars((string)jws["protected"]!))!;
        ((string)header["alg"]!).ShouldBe("ES256");
        ((string)header["nonce"]!).ShouldBe("nonce-1");
        ((string)header["url"]!).ShouldBe(Url.AbsoluteUri);
        header["jwk"]!.ToJsonString().ShouldBe(key.Jwk.ToJsonString());
        header["kid"].ShouldBeNull();
        Encoding.UTF8.GetString(Base64Url.DecodeFromChars((string)jws["payload"]!)).ShouldBe("{\"a\":1}");

        using var publicKey = ECDsa.Create();
        publicKey.ImportFromPem(pem);
        publicKey.VerifyData(Encoding.ASCII.GetBytes($"{jws["protected"]}.{jws["payload"]}"), Base64Url.DecodeFromChars((string)jws["signature"]!), HashAlgorithmName.SHA256).ShouldBeTrue();
    }

    [Fact]
    public void Sign_KnownAccount_SendsItsUrlInsteadOfTheKey()
    {
        using var key = AcmeKey.FromPem(AcmeKey.CreatePem());
        var jws = AcmeJws.Sign(key, new Uri("https://acme.example.com/account/1"), "nonce-1", Url, null);
        var header = JsonNode.Parse(Base64Url.DecodeFromChars((string)jws["protected"]!))!;
        ((string)header["kid"]!).ShouldBe("https://acme.example.com/account/1");
        header["jwk"].ShouldBeNull();
        ((string)jws["payload"]!).ShouldBe("");
    }
}
