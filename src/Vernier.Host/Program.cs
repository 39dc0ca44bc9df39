using System.CommandLine;
using Vernier.Host.Commands;

var root = new RootCommand("Vernier serves demo systems with Prometheus metrics, generates their dashboards and alert rules, and checks metrics, rules and dashboards.");
ServeCommand.AddTo(root);
GenerateCommand.AddTo(root);
CheckCommand.AddTo(root);
SiteCommand.AddTo(root);
ClientCommand.AddTo(root);
var parsed = root.Parse(args);
var exitCode = await parsed.InvokeAsync(ServeCommand.Invocation).ConfigureAwait(false);
return parsed.Errors.Count == 0 ? exitCode : 2;
