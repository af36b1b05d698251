package dev.brski.command;

import dev.brski.authority.control.Operator;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A person says yes. */
@Command(
    name = "approve",
    description =
        "Have the certificate of a held request made; it is valid from now."
            + " The authority may run or not.")
final class AuthorityApproveCommand implements Callable<Integer> {

  @Mixin private DirOption dir;
  @Mixin private RulingOptions ruling;
  @Mixin private Output output;

  @Override
  public Integer call() throws Failure, IOException, StoreLocked, SchemaRefused {
    var ruled =
        Failure.unless(
            "Cannot approve the request",
            new Operator(dir.existing(), InstantSource.system())
                .approve(ruling.id(), OsUser.name(), ruling.reason()));
    output.report(
        ruled,
        List.of("Approved: device " + ruled.device() + " gets certificate " + ruled.serial()));
    return ExitCode.DONE.number();
  }
}
