using System.Text;
using Vernier.Runtime.Procfs;

namespace Vernier.Tests.Runtime.Procfs;

public class ProcessStatTests
{
    private const string Rest = "S 1 42 42 0 -1 4194304 100 0 0 0 250 50 9 9 20 0 17 0 12345 1048576 3 18446744073709551615 1 1 0 0 0";

    [Theory]
    [InlineData("dotnet")]
    [InlineData("")]
    [InlineData("my shop")]
    [InlineData("a (b) c")]
    [InlineData(") R 7 7 7 7 7 7")]
    [InlineData("((((")]
    [InlineData("two\nlines) ")]
    [InlineData("caf\u00e9")]
    public void Parse_AnyProgramName_FindsTheFields(string name)
    {
        var stat = Parse($"42 ({name}) {Rest}\n");

        stat.CpuSeconds.ShouldBe(3.0);
        stat.Threads.ShouldBe(17UL);
        stat.StartSeconds.ShouldBe(123.45);
        stat.VirtualBytes.ShouldBe(1048576UL);
        stat.ResidentBytes.ShouldBe(3.0 * Environment.SystemPageSize);
    }

    [Fact]
    public void Parse_NoMoreFieldsThanNeeded_Succeeds() =>
        Parse("1 (x) S 1 1 1 0 -1 0 0 0 0 0 1 2 0 0 20 0 4 0 5 6 7").ResidentPages.ShouldBe(7UL);

    [Fact]
    public void Parse_LargestNumbers_AreAccepted() =>
        Parse("1 (x) S 1 1 1 0 -1 0 0 0 0 0 1 2 0 0 20 0 4 0 5 18446744073709551615 7\n").VirtualBytes.ShouldBe(ulong.MaxValue);

    [Theory]
    [InlineData("", "expected the program name in parentheses as field 2.")]
    [InlineData("42 dotnet S 1", "expected the program name in parentheses as field 2.")]
    [InlineData("42 (dotnet)", "expected the program name in parentheses as field 2.")]
    [InlineData("42 (x) S 1 1", "expected field 14 (utime), found 5 fields.")]
    [InlineData("1 (x) S 1 1 1 0 -1 0 0 0 0 0 1 2 0 0 20 0 4 0 5 6\n", "expected field 24 (rss), found 23 fields.")]
    [InlineData("1 (x) S 1 1 1 0 -1 0 0 0 0 0 many 2 0 0 20 0 4 0 5 6 7\n", "expected a number as field 14 (utime), found 'many'.")]
    [InlineData("1 (x) S 1 1 1 0 -1 0 0 0 0 0 1 -2 0 0 20 0 4 0 5 6 7\n", "expected a number as field 15 (stime), found '-2'.")]
    [InlineData("1 (x) S 1 1 1 0 -1 0 0 0 0 0 1 2 0 0 20 0  0 5 6 7 8\n", "expected a number as field 20 (num_threads), found ''.")]
    [InlineData("1 (x) S 1 1 1 0 -1 0 0 0 0 0 1 2 0 0 20 0 4 0 5 18446744073709551616 7\n", "expected a number as field 23 (vsize), found '18446744073709551616'.")]
    public void Parse_MalformedText_ThrowsWithTheExpectation(string text, string message) =>
        Should.Throw<FormatException>(() => Parse(text)).Message.ShouldBe(message);

    private static ProcessStat Parse(string text) => ProcessStat.Parse(Encoding.UTF8.GetBytes(text));
}
