using Vernier.AspNetCore.Endpoints;

namespace Vernier.AspNetCore.Tests.Endpoints;

public class AcceptEncodingTests
{
    [Theory]
    [InlineData("gzip", true)]
    [InlineData("GZip", true)]
    [InlineData("x-gzip", true)]
    [InlineData("*", true)]
    [InlineData("gzip;q=0.001", true)]
    [InlineData("gzip;q=1.0, identity;q=0.5", true)]
    [InlineData("br, gzip;q=0.8", true)]
    [InlineData("deflate, gzip;q=0.5, identity;q=0.5", true)]
    [InlineData("gzip ; q=0.3", true)]
    [InlineData("identity;q=0, gzip", true)]
    [InlineData("gzip;q=1", true)]
    [InlineData("gzip;q=1.000", true)]
    [InlineData("gzip;q=1.000, identity;q=1", true)]
    [InlineData("gzip;q=0.999, identity;q=1", false)]
    [InlineData("gzip;q=1.001", false)]
    [InlineData("", false)]
    [InlineData("identity", false)]
    [InlineData("br", false)]
    [InlineData("gzip;q=0", false)]
    [InlineData("gzip;q=0.0", false)]
    [InlineData("gzip;q=0, *", false)]
    [InlineData("*;q=0", false)]
    [InlineData("gzip;q=0.4, identity;q=0.5", false)]
    [InlineData("gzipped", false)]
    [InlineData(";;;,=", false)]
    public void PrefersGzip_Header_FollowsTheWeights(string header, bool expected) => AcceptEncoding.PrefersGzip(header).ShouldBe(expected);

    [Fact]
    public void PrefersGzip_SeveralHeaders_AreCombined() => AcceptEncoding.PrefersGzip(new(["identity;q=0.2", "gzip"])).ShouldBeTrue();

    [Fact]
    public void PrefersGzip_NoHeader_IsFalse() => AcceptEncoding.PrefersGzip(default).ShouldBeFalse();
}
