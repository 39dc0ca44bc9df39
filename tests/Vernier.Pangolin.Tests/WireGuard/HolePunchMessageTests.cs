using System.Net;
using Vernier.Pangolin.Links.HolePunching;

namespace Vernier.Pangolin.Tests.WireGuard;

public class HolePunchMessageTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, HolePunchMessage.KeySize).Select(i => (byte)i)];

    [Theory]
    [InlineData(null)]
    [InlineData("198.51.100.7:40000")]
    [InlineData("[2001:db8::1]:51820")]
    public void Write_Message_IsReadAgain(string? peer)
    {
        var message = new HolePunchMessage(true, HolePunchRole.Client, Guid.NewGuid(), 1763700000123, ulong.MaxValue, peer is null ? null : IPEndPoint.Parse(peer));
        var bytes = Bytes(message);
        HolePunchMessage.Read(bytes).ShouldBe(message);
        HolePunchMessage.IsSigned(bytes, Key).ShouldBeTrue();
    }

    [Fact]
    public void Write_RequestAndReply_HaveTheSameSize()
    {
        var request = new HolePunchMessage(false, HolePunchRole.Site, Guid.NewGuid(), 1, 2);
        Bytes(request with { IsReply = true, Peer = IPEndPoint.Parse("[2001:db8::1]:51820") }).Length.ShouldBe(Bytes(request).Length);
    }

    [Fact]
    public void IsSigned_AnyChangedBit_IsFalse()
    {
        var bytes = Bytes(new HolePunchMessage(false, HolePunchRole.Site, Guid.NewGuid(), 1, 2));
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            HolePunchMessage.IsSigned(bytes, Key).ShouldBeFalse($"byte {i}");
            bytes[i] ^= 1;
        }
        HolePunchMessage.IsSigned(bytes, new byte[HolePunchMessage.KeySize]).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 2)]
    [InlineData(4, 3)]
    [InlineData(5, 0)]
    [InlineData(5, 3)]
    public void Read_OtherFormat_ReturnsNull(int position, byte value)
    {
        var bytes = Bytes(new HolePunchMessage(false, HolePunchRole.Site, Guid.NewGuid(), 1, 2));
        bytes[position] = value;
        HolePunchMessage.Read(bytes).ShouldBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(HolePunchMessage.Size - 1)]
    [InlineData(HolePunchMessage.Size + 1)]
    public void Read_OtherSize_ReturnsNull(int size) => HolePunchMessage.Read(new byte[size]).ShouldBeNull();

    private static byte[] Bytes(HolePunchMessage message)
    {
        var bytes = new byte[HolePunchMessage.Size];
        message.Write(bytes, Key);
        return bytes;
    }
}
