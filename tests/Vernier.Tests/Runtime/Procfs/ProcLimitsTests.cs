using System.Text;
using Vernier.Runtime.Procfs;

namespace Vernier.Tests.Runtime.Procfs;

public class ProcLimitsTests
{
    [Theory]
    [InlineData("Max open files            1024                 524288               files     \n", 1024)]
    [InlineData("Max open files            0                    0                    files     \n", 0)]
    [InlineData("Max open files            unlimited            unlimited            files     \n", double.PositiveInfinity)]
    [InlineData("Max open files            1048576              unlimited            files     \n", 1048576)]
    [InlineData("Max open files 5", 5)]
    [InlineData("Limit  Soft Limit\nMax cpu time  unlimited  unlimited  seconds\nMax open files  7  8  files\nMax locked memory  1  1  bytes\n", 7)]
    public void ParseOpenFiles_StatedLimit_IsTheSoftOne(string text, double limit) => Parse(text).ShouldBe(limit);

    [Theory]
    [InlineData("", "expected a line that starts with 'Max open files ', found none.")]
    [InlineData("Max cpu time  unlimited\n", "expected a line that starts with 'Max open files ', found none.")]
    [InlineData("No Max open files  7  8\n", "expected a line that starts with 'Max open files ', found none.")]
    [InlineData("Max open files  \n", "expected a number as the soft limit of 'Max open files', or 'unlimited', found ''.")]
    [InlineData("Max open files  -1  8\n", "expected a number as the soft limit of 'Max open files', or 'unlimited', found '-1'.")]
    [InlineData("Max open files  many  8\n", "expected a number as the soft limit of 'Max open files', or 'unlimited', found 'many'.")]
    public void ParseOpenFiles_MalformedText_ThrowsWithTheExpectation(string text, string message) =>
        Should.Throw<FormatException>(() => Parse(text)).Message.ShouldBe(message);

    private static double Parse(string text) => ProcLimits.ParseOpenFiles(Encoding.UTF8.GetBytes(text));
}
