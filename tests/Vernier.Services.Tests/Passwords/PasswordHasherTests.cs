using System.Security.Cryptography;
using System.Text;
using Vernier.Services.Passwords;

namespace Vernier.Services.Tests.Passwords;

public sealed class PasswordHasherTests
{
    private const string Password = "correct horse battery";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hash_SamePasswordTwice_HasDifferentSaltsAndVerifies()
    {
        using var hasher = new PasswordHasher(1_000);
        var first = await hasher.HashAsync(Password, Cancellation);
        var second = await hasher.HashAsync(Password, Cancellation);
        first.ShouldNotBe(second);
        first.ShouldStartWith("pbkdf2-sha512$1000$");
        (await hasher.VerifyAsync(Password, first, Cancellation)).ShouldBeTrue();
        (await hasher.VerifyAsync(Password + " ", first, Cancellation)).ShouldBeFalse();
        (await hasher.VerifyAsync("", first, Cancellation)).ShouldBeFalse();
        (await hasher.VerifyAsync(Password, null, Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task Verify_HashWithOtherParameters_UsesThem()
    {
        using var hasher = new PasswordHasher(1_000);
        var salt = Encoding.ASCII.GetBytes("0123456789abcdef");
        var hash = Rfc2898DeriveBytes.Pbkdf2(Password, salt, 7, HashAlgorithmName.SHA512, 32);
        var stored = $"pbkdf2-sha512$7${System.Buffers.Text.Base64Url.EncodeToString(salt)}${System.Buffers.Text.Base64Url.EncodeToString(hash)}";
        (await hasher.VerifyAsync(Password, stored, Cancellation)).ShouldBeTrue();
        hasher.IsOutdated(stored).ShouldBeTrue();
        hasher.IsOutdated(await hasher.HashAsync(Password, Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task Hash_DefaultParameters_AreCurrent()
    {
        using var hasher = new PasswordHasher();
        (await hasher.HashAsync(Password, Cancellation)).ShouldStartWith("pbkdf2-sha512$210000$");
    }

    [Theory]
    [InlineData("")]
    [InlineData("md5$1$AAAA$AAAA")]
    [InlineData("pbkdf2-sha512$0$AAAA$AAAA")]
    [InlineData("pbkdf2-sha512$1$!$AAAA")]
    public async Task Verify_InvalidHash_FailsWithoutTheHash(string stored)
    {
        using var hasher = new PasswordHasher(1_000);
        await Should.ThrowAsync<FormatException>(() => hasher.VerifyAsync(Password, stored, Cancellation));
    }
}
