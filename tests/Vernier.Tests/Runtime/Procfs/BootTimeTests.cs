using System.Text;
using Vernier.Runtime.Procfs;

namespace Vernier.Tests.Runtime.Procfs;

public class BootTimeTests
{
    [Theory]
    [InlineData("btime 1700000000\n")]
    [InlineData("btime 1700000000")]
    [InlineData("cpu  1 2\ncpu0 1 2\nintr 5 0 0\nctxt 77\nbtime 1700000000\nprocesses 3\n")]
    public void Parse_StatedTime_IsFound(string text) => Parse(text).ShouldBe(1_700_000_000);

    [Theory]
    [InlineData("", "expected a line that starts with 'btime ', found none.")]
    [InlineData("cpu 1 2\nprocesses 3\n", "expected a line that starts with 'btime ', found none.")]
    [InlineData("btime soon\n", "expected a number as btime, found 'soon'.")]
    public void Parse_MalformedText_ThrowsWithTheExpectation(string text, string message) =>
        Should.Throw<FormatException>(() => Parse(text)).Message.ShouldBe(message);

    private static double Parse(string text) => BootTime.Parse(Encoding.UTF8.GetBytes(text));
}
