using System.Text;
using Vernier.Pangolin.Channels;

namespace Vernier.Pangolin.Tests.Tunnels;

/// <summary>Control messages that lack a property or have a null for it.</summary>
public class ControlFormatTests
{
    [Theory]
    [InlineData("""{"type":"close"}""")]
    [InlineData("""{"type":"close","reason":null}""")]
    [InlineData("""{"type":"extension","name":null,"data":{}}""")]
    [InlineData("""{"type":"error","message":null}""")]
    [InlineData("""{"type":"hello","version":null,"previous":"none","targets":[]}""")]
    [InlineData("""{"type":"hello","version":"1","previous":"none","targets":[null]}""")]
    [InlineData("""{"type":"close","reason":"\ud800"}""")]
    [InlineData("null")]
    public void Read_InvalidMessage_IsAProtocolError(string json) => Should.Throw<TunnelProtocolException>(() => ControlFormat.Read(Encoding.UTF8.GetBytes(json)));
}
