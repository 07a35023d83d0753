-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "isStrong" BOOLEAN NOT NULL DEFAULT false;

-- By their address or number a student was known to a provider: with another one, they are to be known again.
create function "forget_identity"() returns trigger language plpgsql as $$
begin
  delete from "ExternalIdentity" where "studentId" = new.id and source not like 'lti:%';
  return null;
end $$;
create trigger "Student_known_again" after update on "Student" for each row
  when (lower(old.email) is distinct from lower(new.email) or old.number is distinct from new.number)
  execute function "forget_identity"();
